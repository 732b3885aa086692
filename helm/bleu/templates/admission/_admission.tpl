{{/* The user that the operator is. */}}
{{- define "bleu.admission.operator" -}}
system:serviceaccount:{{ .Release.Namespace }}:{{ include "bleu.serviceAccount" . }}
{{- end }}

{{/* A list of strings as a CEL literal. */}}
{{- define "bleu.admission.list" -}}
[{{ range $i, $s := . }}{{ if $i }}, {{ end }}'{{ $s }}'{{ end }}]
{{- end }}

{{/* Namespaces that are never governed: those of the system and of the operator, and those named in the values. */}}
{{- define "bleu.admission.exempt" -}}
{{- $all := concat (list "kube-system" "kube-public" "kube-node-lease" .Release.Namespace) .Values.admission.exemptNamespaces | uniq }}
{{- toJson $all }}
{{- end }}

{{/* Two bindings of one policy: Enforce refuses, Audit warns and writes to the audit log. */}}
{{- define "bleu.admission.bindings" -}}
{{- range $level, $actions := dict "Enforce" (list "Deny" "Audit") "Audit" (list "Warn" "Audit") }}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: {{ $level | lower }}.{{ $.name }}
  labels: {{- include "bleu.labels" $.root | nindent 4 }}
spec:
  policyName: {{ $.name }}
  validationActions: {{ toJson $actions }}
  paramRef: {name: decisions, parameterNotFoundAction: {{ $.missing }}}
  matchResources:
    namespaceSelector:
      matchExpressions:
      - {key: placement.bleu.cloud/governed, operator: In, values: [{{ $level }}]}
      - {key: kubernetes.io/metadata.name, operator: NotIn, values: {{ include "bleu.admission.exempt" $.root }}}
{{- end }}
{{- end }}

{{/* The binding of a policy that holds everywhere. */}}
{{- define "bleu.admission.binding" -}}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: {{ $.name }}
  labels: {{- include "bleu.labels" $.root | nindent 4 }}
spec:
  policyName: {{ $.name }}
  validationActions: [Deny, Audit]
{{- end }}
