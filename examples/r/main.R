# Trains a linear model on /opt/ml/input/data/training, or serves it.
word <- commandArgs(trailingOnly = TRUE)[1]

if (identical(word, "train")) {
  files <- list.files("/opt/ml/input/data/training", pattern = "[.]csv$", full.names = TRUE)
  data <- do.call(rbind, lapply(files, read.csv))
  names(data)[1] <- "label"
  saveRDS(lm(label ~ ., data), "/opt/ml/model/model.rds")
} else if (identical(word, "serve")) {
  port <- as.integer(Sys.getenv("SAGEMAKER_BIND_TO_PORT", "8080"))
  plumber::pr_run(plumber::pr("/opt/program/plumber.R"), host = "0.0.0.0", port = port)
} else {
  stop("Start this image with `train` or `serve`.")
}
