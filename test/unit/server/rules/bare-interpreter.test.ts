import { expect, it } from 'vitest';
import { lintFiles } from '../lint-files';

const of = (dockerfile: string, rule: string): string | undefined =>
  lintFiles({ Dockerfile: dockerfile }).findings.find((finding) => finding.rule === rule)?.severity;

const BARE = 'FROM python:3.12-slim\nRUN mkdir -p /opt/ml/output/data\nENTRYPOINT ["python3"]\n';

it('an interpreter alone waits for a job that names the script', () => {
  expect(of(BARE, 'train-is-answered')).toBe('info');
  expect(of(`# sagemaker: roles=training\n${BARE}`, 'train-is-answered')).toBe('error');
  expect(of(BARE.replace('"python3"', '"python3", "train.py"'), 'train-is-answered')).toBe('error');
});

it('an interpreter alone never serves when the image is meant to', () => {
  expect(of(`# sagemaker: roles=inference\n${BARE}`, 'serve-is-answered')).toBe('error');
});

it('a comment that names the port SageMaker expects says that the image serves', () => {
  const file = (comment: string): string =>
    `${comment}\nFROM python:3.12-slim\nRUN pip install uvicorn fastapi\nENTRYPOINT ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8080"]\n`;
  expect(of(file('# Expose the port SageMaker expects'), 'entrypoint-accepts-word')).toBe('error');
  expect(of(file('# SageMaker requires port 8080'), 'entrypoint-accepts-word')).toBe('error');
  expect(of(file('# port 8501: the SageMaker dashboard needs it'), 'entrypoint-accepts-word')).toBeUndefined();
  expect(of(file('# calls the SageMaker endpoint, which needs port 443'), 'entrypoint-accepts-word')).toBeUndefined();
});
