import { baseAccountFitsRegion } from './base-account-fits-region';
import { baseEntrypointFits } from './base-entrypoint-fits';
import { baseHasTag } from './base-has-tag';
import { baseIsNotClosedAlgorithm } from './base-is-not-closed-algorithm';
import { baseIsSupported } from './base-is-supported';
import { basePlaysTheRole } from './base-plays-the-role';
import { baseTagIsKnown } from './base-tag-is-known';
import { bidirectionalLabelIsSet } from './bidirectional-label-is-set';
import { bidirectionalRouteExists } from './bidirectional-route-exists';
import { bindToPortLabelIsSet } from './bind-to-port-label-is-set';
import { cachesAreOnLargeDisk } from './caches-are-on-large-disk';
import { cmdIsReplaced } from './cmd-is-replaced';
import { codeEditorListensForStudio } from './code-editor-listens-for-studio';
import { configFileIsLowerCase } from './config-file-is-lower-case';
import { copyFileNotDirectory } from './copy-file-not-directory';
import { copySourceExists } from './copy-source-exists';
import { copyStaysInContext } from './copy-stays-in-context';
import { cudaCompatIsConditional } from './cuda-compat-is-conditional';
import { cudaFitsHostDriver } from './cuda-fits-host-driver';
import { distributionUserIsRestored } from './distribution-user-is-restored';
import { dockerFormatWhenPushed } from './docker-format-when-pushed';
import { dockerignoreKeepsPrograms } from './dockerignore-keeps-programs';
import { efaInstallerSkipsKmod } from './efa-installer-skips-kmod';
import { entrypointAcceptsWord } from './entrypoint-accepts-word';
import { entrypointExecForm } from './entrypoint-exec-form';
import { entrypointIsNotBareInit } from './entrypoint-is-not-bare-init';
import { entrypointIsValidJson } from './entrypoint-is-valid-json';
import { entrypointPassesSignals } from './entrypoint-passes-signals';
import { envIsLiteral } from './env-is-literal';
import { execFormHasNoVariables } from './exec-form-has-no-variables';
import { exitCodeIsKept } from './exit-code-is-kept';
import { explainPlatformFlag } from './explain-platform-flag';
import { explainRootUser } from './explain-root-user';
import { exposes8080 } from './exposes-8080';
import { gpuMultiModelNeedsTriton } from './gpu-multi-model-needs-triton';
import { healthcheckIsIgnored } from './healthcheck-is-ignored';
import { honoursBindToPort } from './honours-bind-to-port';
import { hyperparametersAreCast } from './hyperparameters-are-cast';
import { inferenceToolkitIsComplete } from './inference-toolkit-is-complete';
import { inputHasConfigAndChannels } from './input-has-config-and-channels';
import { inputIsNotWritten } from './input-is-not-written';
import { invocationsAcceptsPost } from './invocations-accepts-post';
import { invocationsRouteExists } from './invocations-route-exists';
import { jupyterlabListensForStudio } from './jupyterlab-listens-for-studio';
import { keepsDlcEntrypoint } from './keeps-dlc-entrypoint';
import { labelIsSpelledRight } from './label-is-spelled-right';
import { labelValueIsTrue } from './label-value-is-true';
import { labelsInFinalStage } from './labels-in-final-stage';
import { listensOn8080 } from './listens-on-8080';
import { listensOnAllInterfaces } from './listens-on-all-interfaces';
import { logsAreUnbuffered } from './logs-are-unbuffered';
import { logsGoToStdout } from './logs-go-to-stdout';
import { modelDirIsReadOnly } from './model-dir-is-read-only';
import { modelIsAlreadyUnpacked } from './model-is-already-unpacked';
import { modelIsSavedInModelDir } from './model-is-saved-in-model-dir';
import { modelServerWorkersAreBounded } from './model-server-workers-are-bounded';
import { modelsApiIsComplete } from './models-api-is-complete';
import { mpiHasSsh } from './mpi-has-ssh';
import { multiModelLabelIsKept } from './multi-model-label-is-kept';
import { multiModelLabelIsSet } from './multi-model-label-is-set';
import { ncclInterfaceIsRead } from './nccl-interface-is-read';
import { nginxBodyLimitFits } from './nginx-body-limit-fits';
import { nginxListensOn8080 } from './nginx-listens-on-8080';
import { nginxProxiesElsewhere } from './nginx-proxies-elsewhere';
import { nginxRoutesContract } from './nginx-routes-contract';
import { nginxStaysInForeground } from './nginx-stays-in-foreground';
import { nginxStreams } from './nginx-streams';
import { noCredentialsInImage } from './no-credentials-in-image';
import { noDevelopmentServer } from './no-development-server';
import { noDriverInImage } from './no-driver-in-image';
import { noFilesInOptMlRoot } from './no-files-in-opt-ml-root';
import { noFilesUnderMounts } from './no-files-under-mounts';
import { noHardCodedHosts } from './no-hard-coded-hosts';
import { noModelBakedIn } from './no-model-baked-in';
import { noPlatformVariablesBaked } from './no-platform-variables-baked';
import { noPrivilegedTools } from './no-privileged-tools';
import { noSecretFiles } from './no-secret-files';
import { noTlsInContainer } from './no-tls-in-container';
import { noVolumeUnderOptMl } from './no-volume-under-opt-ml';
import { nvidiaVariablesAreSet } from './nvidia-variables-are-set';
import { optMlPathIsSpelledRight } from './opt-ml-path-is-spelled-right';
import { pathKeepsSystemFolders } from './path-keeps-system-folders';
import { pingAcceptsGet } from './ping-accepts-get';
import { pingAnswersWhileBusy } from './ping-answers-while-busy';
import { pingRouteExists } from './ping-route-exists';
import { platformIsAmd64 } from './platform-is-amd64';
import { processingPathsBelowProcessing } from './processing-paths-below-processing';
import { processingReadsProcessingConfig } from './processing-reads-processing-config';
import { programIsExecutable } from './program-is-executable';
import { programVariableNeedsToolkit } from './program-variable-needs-toolkit';
import { readsOnlyForwardedHeaders } from './reads-only-forwarded-headers';
import type { Rule } from './rule';
import { runsAsRoot } from './runs-as-root';
import { sagemakerVariableIsSpelledRight } from './sagemaker-variable-is-spelled-right';
import { scriptHasShebang } from './script-has-shebang';
import { scriptHasUnixLineEnds } from './script-has-unix-line-ends';
import { sdkIsNotTheToolkit } from './sdk-is-not-the-toolkit';
import { serveIsAnswered } from './serve-is-answered';
import { serverAppIsFound } from './server-app-is-found';
import { serverStaysInForeground } from './server-stays-in-foreground';
import { serverTimeoutFits } from './server-timeout-fits';
import { servingReadsNoTrainingConfig } from './serving-reads-no-training-config';
import { settingsInFinalStage } from './settings-in-final-stage';
import { setuptoolsHasPkgResources } from './setuptools-has-pkg-resources';
import { sharedLibrariesAreInstalled } from './shared-libraries-are-installed';
import { smVariablesNeedToolkit } from './sm-variables-need-toolkit';
import { smdistributedNeedsDlc } from './smdistributed-needs-dlc';
import { socketsAgree } from './sockets-agree';
import { stopSignalIsSigterm } from './stop-signal-is-sigterm';
import { studioFilesHaveLowOwner } from './studio-files-have-low-owner';
import { studioHomeIsNotBaked } from './studio-home-is-not-baked';
import { studioKernelExists } from './studio-kernel-exists';
import { studioUserIs1000 } from './studio-user-is-1000';
import { toolkitForwardsNoSignals } from './toolkit-forwards-no-signals';
import { toolkitHasCompiler } from './toolkit-has-compiler';
import { toolkitIsNotBypassed } from './toolkit-is-not-bypassed';
import { toolkitIsNotDeprecated } from './toolkit-is-not-deprecated';
import { toolkitKnowsItsProgram } from './toolkit-knows-its-program';
import { toolkitProgramIsInCodeDir } from './toolkit-program-is-in-code-dir';
import { trainIsAnswered } from './train-is-answered';
import { trainingRequirementsAtBuild } from './training-requirements-at-build';
import { webServerIsInstalled } from './web-server-is-installed';
import { workdirIsNotMountedOver } from './workdir-is-not-mounted-over';

/** Every rule, sorted by id. Nothing else registers a rule. */
export const RULES: readonly Rule[] = [
  baseAccountFitsRegion,
  baseEntrypointFits,
  baseHasTag,
  baseIsNotClosedAlgorithm,
  baseIsSupported,
  basePlaysTheRole,
  baseTagIsKnown,
  bidirectionalLabelIsSet,
  bidirectionalRouteExists,
  bindToPortLabelIsSet,
  cachesAreOnLargeDisk,
  cmdIsReplaced,
  codeEditorListensForStudio,
  configFileIsLowerCase,
  copyFileNotDirectory,
  copySourceExists,
  copyStaysInContext,
  cudaCompatIsConditional,
  cudaFitsHostDriver,
  distributionUserIsRestored,
  dockerFormatWhenPushed,
  dockerignoreKeepsPrograms,
  efaInstallerSkipsKmod,
  entrypointAcceptsWord,
  entrypointExecForm,
  entrypointIsNotBareInit,
  entrypointIsValidJson,
  entrypointPassesSignals,
  envIsLiteral,
  execFormHasNoVariables,
  exitCodeIsKept,
  explainPlatformFlag,
  explainRootUser,
  exposes8080,
  gpuMultiModelNeedsTriton,
  healthcheckIsIgnored,
  honoursBindToPort,
  hyperparametersAreCast,
  inferenceToolkitIsComplete,
  inputHasConfigAndChannels,
  inputIsNotWritten,
  invocationsAcceptsPost,
  invocationsRouteExists,
  jupyterlabListensForStudio,
  keepsDlcEntrypoint,
  labelIsSpelledRight,
  labelValueIsTrue,
  labelsInFinalStage,
  listensOn8080,
  listensOnAllInterfaces,
  logsAreUnbuffered,
  logsGoToStdout,
  modelDirIsReadOnly,
  modelIsAlreadyUnpacked,
  modelIsSavedInModelDir,
  modelServerWorkersAreBounded,
  modelsApiIsComplete,
  mpiHasSsh,
  multiModelLabelIsKept,
  multiModelLabelIsSet,
  ncclInterfaceIsRead,
  nginxBodyLimitFits,
  nginxListensOn8080,
  nginxProxiesElsewhere,
  nginxRoutesContract,
  nginxStaysInForeground,
  nginxStreams,
  noCredentialsInImage,
  noDevelopmentServer,
  noDriverInImage,
  noFilesInOptMlRoot,
  noFilesUnderMounts,
  noHardCodedHosts,
  noModelBakedIn,
  noPlatformVariablesBaked,
  noPrivilegedTools,
  noSecretFiles,
  noTlsInContainer,
  noVolumeUnderOptMl,
  nvidiaVariablesAreSet,
  optMlPathIsSpelledRight,
  pathKeepsSystemFolders,
  pingAcceptsGet,
  pingAnswersWhileBusy,
  pingRouteExists,
  platformIsAmd64,
  processingPathsBelowProcessing,
  processingReadsProcessingConfig,
  programIsExecutable,
  programVariableNeedsToolkit,
  readsOnlyForwardedHeaders,
  runsAsRoot,
  sagemakerVariableIsSpelledRight,
  scriptHasShebang,
  scriptHasUnixLineEnds,
  sdkIsNotTheToolkit,
  serveIsAnswered,
  serverAppIsFound,
  serverStaysInForeground,
  serverTimeoutFits,
  servingReadsNoTrainingConfig,
  settingsInFinalStage,
  setuptoolsHasPkgResources,
  sharedLibrariesAreInstalled,
  smVariablesNeedToolkit,
  smdistributedNeedsDlc,
  socketsAgree,
  stopSignalIsSigterm,
  studioFilesHaveLowOwner,
  studioHomeIsNotBaked,
  studioKernelExists,
  studioUserIs1000,
  toolkitForwardsNoSignals,
  toolkitHasCompiler,
  toolkitIsNotBypassed,
  toolkitIsNotDeprecated,
  toolkitKnowsItsProgram,
  toolkitProgramIsInCodeDir,
  trainIsAnswered,
  trainingRequirementsAtBuild,
  webServerIsInstalled,
  workdirIsNotMountedOver,
];

const byId = new Map(RULES.map((rule) => [rule.id, rule]));

export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}

/** The page of a rule in the documentation. */
export function ruleUrl(id: string): string {
  return `https://github.com/sagemaker-containers/sagemaker-containers/blob/main/docs/rules/${id}.md`;
}
