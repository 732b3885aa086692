{{- /* Ends the rendering where the cluster does not have a kind of the Prometheus Operator that a value asks for. */}}
{{- define "bleu.needsMonitoring" -}}
{{- $kind := index . 2 }}
{{- if not ((index . 0).Capabilities.APIVersions.Has (printf "monitoring.coreos.com/v1/%s" $kind)) }}
{{- fail (printf "%s: the cluster has no kind %s of monitoring.coreos.com/v1: install the Prometheus Operator first, or, for helm template, say that it is there with --api-versions monitoring.coreos.com/v1/%s" (index . 1) $kind $kind) }}
{{- end }}
{{- end }}

{{- /* The labels of an object that Prometheus or Grafana select by labels of their own. */}}
{{- define "bleu.monitoringLabels" -}}
{{- toYaml (merge (include "bleu.labels" (index . 0) | fromYaml) (index . 1)) }}
{{- end }}

{{- define "bleu.scrape" -}}
port: http
path: /metrics
interval: {{ .interval }}
{{- with .scrapeTimeout }}
scrapeTimeout: {{ . }}
{{- end }}
{{- with .relabelings }}
relabelings: {{- toYaml . | nindent 0 }}
{{- end }}
{{- with .metricRelabelings }}
metricRelabelings: {{- toYaml . | nindent 0 }}
{{- end }}
{{- end }}
