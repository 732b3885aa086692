{{/* The users that the operator is: its service account, or in a member what the operator of the hub acts as there. */}}
{{- define "bleu.admission.operators" -}}
{{- if eq .Values.mode "member" }}{{ toJson .Values.hub.users }}
{{- else }}{{ list (printf "system:serviceaccount:%s:%s" .Release.Namespace (include "bleu.serviceAccount" .)) | toJson }}
{{- end }}
{{- end }}

{{/* Those that let go of what is deleted, and delete what that leaves: the operator, and the controllers of Kubernetes with the one
     that collects garbage. */}}
{{- define "bleu.admission.keepers" -}}
{{ concat (include "bleu.admission.operators" . | fromJsonArray) .Values.admission.controllers (list "system:serviceaccount:kube-system:generic-garbage-collector") | toJson }}
{{- end }}

{{/* Where the kinds are that are not in a member. */}}
{{- define "bleu.admission.where" -}}
{{ if eq .Values.mode "member" }}on the hub, {{ end }}
{{- end }}

{{/* Whether the namespace of the object is being deleted, with all that is in it. */}}
{{- define "bleu.admission.goes" -}}
has(request.namespace) && request.namespace != '' && has(namespaceObject.metadata.deletionTimestamp)
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

{{/* Which namespaces a policy on decisions, or one of its bindings, is about. A policy says it itself too: a server that does not
     know the kind of its parameters, before the CRDs are there or once they are deleted, refuses all that it matches, whatever its
     bindings select. */}}
{{- define "bleu.admission.governed" -}}
namespaceSelector:
  matchExpressions:
  - {key: placement.bleu.cloud/governed, operator: In, values: {{ toJson .levels }}}
  - {key: kubernetes.io/metadata.name, operator: NotIn, values: {{ include "bleu.admission.exempt" .root }}}
{{- end }}

{{/* Two bindings of one policy: Enforce refuses, Audit warns and writes to the audit log. Where the gate is missing the server refuses
     whatever the actions of a binding are, so Audit lets in. A policy that asks no gate says nothing of a missing one. */}}
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
  {{- if $.missing }}
  paramRef: {name: decisions, parameterNotFoundAction: {{ if eq $level "Audit" }}Allow{{ else }}{{ $.missing }}{{ end }}}
  {{- end }}
  matchResources:
    {{- include "bleu.admission.governed" (dict "root" $.root "levels" (list $level)) | nindent 4 }}
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

{{/* Two bindings of a policy that holds in governed namespaces and asks no gate. */}}
{{- define "bleu.admission.levels" -}}
{{- range $prefix, $level := dict "" "Enforce" "audit." "Audit" }}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: {{ $prefix }}{{ $.name }}
  labels: {{- include "bleu.labels" $.root | nindent 4 }}
spec:
  policyName: {{ $.name }}
  validationActions: [{{ if $prefix }}Warn{{ else }}Deny{{ end }}, Audit]
  matchResources:
    {{- include "bleu.admission.governed" (dict "root" $.root "levels" (list $level)) | nindent 4 }}
{{- end }}
{{- end }}

{{/* Whether whoever writes may use a PriorityClass: everywhere, or in the namespace of what he writes. */}}
{{- define "bleu.admission.use" -}}
authorizer.group('scheduling.k8s.io').resource('priorityclasses').namespace(request.namespace).name({{ . }}).check('use').allowed()
{{- end }}

{{/* What is said to who may not. */}}
{{- define "bleu.admission.unused" -}}
request.userInfo.username + ' may not use PriorityClass ' + {{ .class }} + ', which ' + {{ .path }}
      + ' names, in ' + request.namespace + ': ask for a role there, or of the cluster, with the rule {apiGroups: [scheduling.k8s.io],'
      + ' resources: [priorityclasses], resourceNames: [' + {{ .class }} + '], verbs: [use]}, or take the class out'
{{- end }}

{{/* Variables of a policy on pods: what of the PlacementGate is about the pod. */}}
{{- define "bleu.admission.pod" -}}
- name: labels
  expression: "has(object.metadata.labels) ? object.metadata.labels : {}"
# Which controller a pod is of is asked of what it was before: an update does not make it another one's.
- name: hash
  expression: >-
    oldObject == null ? ('pod-template-hash' in variables.labels ? variables.labels['pod-template-hash'] : '') :
    has(oldObject.metadata.labels) && 'pod-template-hash' in oldObject.metadata.labels ? oldObject.metadata.labels['pod-template-hash'] : ''
- name: children
  expression: "has(params.spec.children) ? params.spec.children : {}"
- name: controllers
  expression: >-
    (oldObject == null ? (has(object.metadata.ownerReferences) ? object.metadata.ownerReferences : []) :
    has(oldObject.metadata.ownerReferences) ? oldObject.metadata.ownerReferences : [])
    .filter(o, has(o.controller) && o.controller && o.apiVersion == 'apps/v1')
# The Deployment or StatefulSet that the pod comes from, by the controller that it names.
- name: child
  expression: >-
    variables.controllers.size() != 1 ? '' :
    variables.controllers[0].kind == 'StatefulSet' ? variables.controllers[0].name :
    variables.controllers[0].kind == 'ReplicaSet' && variables.hash != ''
    && variables.controllers[0].name.endsWith('-' + variables.hash)
    ? variables.controllers[0].name.substring(0, size(variables.controllers[0].name) - size(variables.hash) - 1) : ''
- name: decided
  expression: "variables.child in variables.children"
- name: entries
  expression: "has(params.spec.pods) ? params.spec.pods : {}"
# Workloads that constrain pods which others create, and select this one.
- name: constraining
  expression: >-
    variables.decided ? [] : variables.entries.map(e, e).filter(e,
    {{- include "bleu.admission.selects" (dict "selector" "variables.entries[e].selector" "labels" "variables.labels") | nindent 4 }})
{{- end }}

{{/* Whether a selector, well formed, selects labels. */}}
{{- define "bleu.admission.selects" -}}
(!has({{ .selector }}.matchLabels) || {{ .selector }}.matchLabels.all(k,
k in {{ .labels }} && {{ .labels }}[k] == {{ .selector }}.matchLabels[k]))
&& (!has({{ .selector }}.matchExpressions) || {{ .selector }}.matchExpressions.all(x,
x.operator == 'In' ? x.key in {{ .labels }} && {{ .labels }}[x.key] in x.values :
x.operator == 'NotIn' ? !(x.key in {{ .labels }} && {{ .labels }}[x.key] in x.values) :
x.operator == 'Exists' ? x.key in {{ .labels }} :
x.operator == 'DoesNotExist' && !(x.key in {{ .labels }})))
{{- end }}

{{/* Whether a toleration t lets a pod stand where the state of a zone says no: on a node that is closed, missing or about to go.
     In a template, which no schema describes, Kubernetes reads null as a field that is not there; what is no number of seconds ends
     never. */}}
{{- define "bleu.admission.defeats" -}}
(!has(t.key) || dyn(t.key) == null || t.key == ''
      || t.key in ['node.kubernetes.io/unschedulable', 'node.kubernetes.io/out-of-service']
      || (t.key in ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
      && (!has(t.tolerationSeconds) || type(t.tolerationSeconds) != int || t.tolerationSeconds > 3600)))
{{- end }}

{{/* What is said of the first of such tolerations. */}}
{{- define "bleu.admission.defeated" -}}
'a toleration of ' + (has(variables.defeating[0].key) && type(variables.defeating[0].key) == string
      && variables.defeating[0].key != '' ? variables.defeating[0].key : 'everything')
      + ' defeats the state of a zone: remove it, or give it tolerationSeconds of at most 3600'
{{- end }}

{{/* A part of an object that no schema describes: the map, or the list, under a key; empty where there is none. */}}
{{- define "bleu.admission.map" -}}
{{ .of }}[?'{{ .key }}'].optMap(v, type(v) == map ? dyn(v) : dyn({})).orValue(dyn({}))
{{- end }}
{{- define "bleu.admission.listed" -}}
{{ .of }}[?'{{ .key }}'].optMap(v, type(v) == list ? dyn(v) : dyn([])).orValue(dyn([]))
{{- end }}

{{/* Every image that a pod pulls. */}}
{{- define "bleu.admission.images" -}}
{{ . }}.spec.containers.map(c, has(c.image) ? string(c.image) : '')
      + (has({{ . }}.spec.initContainers) ? {{ . }}.spec.initContainers.map(c, has(c.image) ? string(c.image) : '') : [])
      + (has({{ . }}.spec.ephemeralContainers) ? {{ . }}.spec.ephemeralContainers.map(c, has(c.image) ? string(c.image) : '') : [])
      + (has({{ . }}.spec.volumes) ? {{ . }}.spec.volumes.filter(v, has(v.image)).map(v, has(v.image.reference) ? string(v.image.reference) : '') : [])
{{- end }}

{{/* What a container runtime takes for a reference to an image (github.com/distribution/reference), as a regular expression. */}}
{{- define "bleu.admission.reference" -}}
{{- $part := "[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*" -}}
{{- $host := "([A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?([.][A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*|\\\\[[A-Fa-f0-9:]+\\\\])(:[0-9]{1,5})?" -}}
({{ $host }}/)?{{ $part }}(/{{ $part }})*(:[A-Za-z0-9_][-.A-Za-z0-9_]{0,127})?(@[A-Za-z][-A-Za-z0-9+._]*:[0-9A-Fa-f]{32,})?
{{- end }}

{{/* The storage class of the claim, or of the template of one, that an expression names: the deprecated annotation comes before the
     field in Kubernetes too. */}}
{{- define "bleu.admission.storageClass" -}}
(has({{ . }}.metadata) && has({{ . }}.metadata.annotations) && 'volume.beta.kubernetes.io/storage-class' in {{ . }}.metadata.annotations ? {{ . }}.metadata.annotations['volume.beta.kubernetes.io/storage-class'] : has({{ . }}.spec.storageClassName) ? {{ . }}.spec.storageClassName : '')
{{- end }}
