# Trains on the CSV files of the channel `training`, or serves the model, by the word that SageMaker appends.
word <- commandArgs(trailingOnly = TRUE)[1]

train <- function() {
  folder <- "/opt/ml/input/data/training"
  files <- list.files(folder, pattern = "[.]csv$", full.names = TRUE)
  if (length(files) == 0) {
    stop("There is no CSV file in ", folder, "; give the job a channel called training.")
  }
  data <- do.call(rbind, lapply(files, read.csv, header = FALSE))
  names(data) <- c("label", paste0("x", seq_len(ncol(data) - 1)))
  # The centre of each class; the first column is the label.
  model <- aggregate(. ~ label, data, mean)
  saveRDS(model, "/opt/ml/model/model.rds")
  found <- apply(data[-1], 1, function(row) {
    as.character(model$label[which.min(rowSums(sweep(as.matrix(model[-1]), 2, as.numeric(row))^2))])
  })
  cat(sprintf("train:accuracy=%s;\n", mean(found == data$label)))
  message("Trained on ", nrow(data), " rows of ", length(files), " files.")
}

if (identical(word, "train")) {
  tryCatch(train(), error = function(problem) {
    # SageMaker shows the beginning of this file as the reason of the failure.
    writeLines(conditionMessage(problem), "/opt/ml/output/failure")
    message(conditionMessage(problem))
    quit(status = 1)
  })
} else if (identical(word, "serve")) {
  port <- as.integer(Sys.getenv("SAGEMAKER_BIND_TO_PORT", "8080"))
  plumber::pr_run(plumber::pr("/opt/program/plumber.R"), host = "0.0.0.0", port = port, docs = FALSE, quiet = TRUE)
} else {
  stop("Start this image with `train` or `serve`.")
}
