import type { RecognisedImage } from '../../../contract/images/recognise';

const GUIDE = 'https://docs.aws.amazon.com/sagemaker/latest/dg';

const BY_GROUP: Readonly<Record<string, string>> = {
  'scikit-learn': `${GUIDE}/pre-built-docker-containers-scikit-learn-spark.html`,
  Spark: `${GUIDE}/pre-built-docker-containers-scikit-learn-spark.html`,
  'Built-in algorithms': `${GUIDE}/algos.html`,
  Neo: `${GUIDE}/neo-deployment-hosting-services-container-images.html`,
  Debugger: `${GUIDE}/debugger-docker-images-rules.html`,
};

/** The page of AWS's documentation about an image; the one about all prebuilt images where it has none of its own. */
export function imageDocumentation(image: RecognisedImage): string {
  const page = image.algorithm?.facts.doc;
  if (page !== undefined)
    return page.startsWith('https://') ? page : `${GUIDE}/${page.replace(/\.(?:md|html)$/, '')}.html`;
  return BY_GROUP[image.family.group] ?? `${GUIDE}/docker-containers-prebuilt.html`;
}
