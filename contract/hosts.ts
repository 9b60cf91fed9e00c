import type { RequirementId } from './requirements';
import { fact, guide, type Fact } from './facts';

const PAGE = guide('your-algorithms-training-algo-running-container');

/** Names that the hosts of a training job have today; the names of one job are in `resourceconfig.json`. */
export const HOST_NAME = /^algo-\d{1,4}$/;

/** Key of `resourceconfig.json` that names the network interface between the hosts. */
export const NETWORK_INTERFACE_KEY = 'network_interface_name';

/** Variable of the training toolkit with the same. */
export const NETWORK_INTERFACE_VARIABLE = 'SM_NETWORK_INTERFACE_NAME';

/** Variables that tell NCCL, Gloo and TensorPipe which network interface to use. */
export const INTERFACE_VARIABLES: readonly string[] = ['NCCL_SOCKET_IFNAME', 'GLOO_SOCKET_IFNAME', 'TP_SOCKET_IFNAME'];

const READ_FROM: readonly RequirementId[] = ['CFG-05', 'NET-05'];

/** Interface names that people bake in. */
export const COMMON_INTERFACE: Fact<string> = fact(
  'eth0',
  'The network interface between the hosts is named in `resourceconfig.json`; today it is often `eth0`.',
  READ_FROM,
  PAGE,
);
