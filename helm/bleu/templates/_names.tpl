{{- /* Of what the release brings; what is once in a cluster has names of its own. */}}
{{- define "bleu.fullname" -}}
{{- $name := .Values.nameOverride | default .Chart.Name }}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride }}
{{- else if contains $name .Release.Name }}{{ .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "bleu.serviceAccount" -}}
{{- if .Values.serviceAccount.name }}{{ .Values.serviceAccount.name }}{{ else if .Values.serviceAccount.create }}{{ include "bleu.fullname" . }}{{ else }}default{{ end }}
{{- end }}

{{- define "bleu.selector" -}}
app.kubernetes.io/name: bleu
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "bleu.ownLabels" -}}
{{ include "bleu.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: operator
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- /* Of every object: the chart's own, and commonLabels. */}}
{{- define "bleu.labels" -}}
{{- $own := include "bleu.ownLabels" . | fromYaml }}
{{- range $key, $_ := .Values.commonLabels }}
{{- if hasKey $own $key }}{{ fail (printf "commonLabels: %s is a label of the chart's own" $key) }}{{ end }}
{{- end }}
{{- toYaml (merge $own .Values.commonLabels) }}
{{- end }}

{{- /* Annotations of what stays when the chart does not bring it any more: of Helm, Argo CD and Flux. */}}
{{- define "bleu.kept" -}}
helm.sh/resource-policy: keep
argocd.argoproj.io/sync-options: Prune=false,Delete=false
kustomize.toolkit.fluxcd.io/prune: disabled
{{- end }}
