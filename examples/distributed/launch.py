"""Run by the toolkit on every host: starts torchrun, with a process for each GPU (or one), which meet on the first host."""
import json
import os
import sys

hosts = sorted(json.loads(os.environ["SM_HOSTS"]))
torchrun = [sys.executable, "-m", "torch.distributed.run"]
os.execv(
    sys.executable,
    [
        *torchrun,
        f"--nnodes={len(hosts)}",
        f"--node_rank={hosts.index(os.environ['SM_CURRENT_HOST'])}",
        f"--nproc_per_node={max(1, int(os.environ.get('SM_NUM_GPUS', '0')))}",
        f"--master_addr={hosts[0]}",
        "--master_port=29500",
        "/opt/ml/code/train.py",
    ],
)
