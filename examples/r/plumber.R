model <- readRDS("/opt/ml/model/model.rds")

#* @get /ping
function() {
  ""
}

#* @post /invocations
#* @parser csv
#* @serializer json
function(req) {
  unname(predict(model, req$body))
}
