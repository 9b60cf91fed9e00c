"""What AWS's script of this name does: `serve` starts TorchServe by the toolkit, all else is run as it is."""
import os
import sys

if sys.argv[1] == "serve":
    from sagemaker_pytorch_serving_container import serving

    serving.main()
else:
    os.execvp(sys.argv[1], sys.argv[1:])
