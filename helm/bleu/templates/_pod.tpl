{{- /* The reference of the image. What names a registry before the first slash gets global.imageRegistry in its place. */}}
{{- define "bleu.image" -}}
{{- $repository := .Values.image.repository }}
{{- if regexMatch "[:@][^/]*$" $repository }}
{{- fail (printf "image.repository: %s has a tag or a digest in it: leave there what is before it, and set image.tag or image.digest" $repository) }}
{{- end }}
{{- with .Values.global.imageRegistry }}
{{- $parts := splitList "/" $repository }}
{{- if and (gt (len $parts) 1) (or (regexMatch "[.:]" (first $parts)) (eq (first $parts) "localhost")) }}{{ $parts = rest $parts }}{{ end }}
{{- $repository = printf "%s/%s" (trimSuffix "/" .) (join "/" $parts) }}
{{- end }}
{{- $repository }}
{{- if .Values.image.digest }}{{ with .Values.image.tag }}:{{ . }}{{ end }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{- /* The secrets to pull with: of the release and of whatever it is a part of. Names are taken as well as {name: ...}. */}}
{{- define "bleu.pullSecrets" -}}
{{- $names := list }}
{{- range concat (.Values.global.imagePullSecrets | default list) .Values.imagePullSecrets }}
{{- if kindIs "map" . }}{{ $names = append $names .name }}{{ else }}{{ $names = append $names . }}{{ end }}
{{- end }}
{{- $secrets := list }}
{{- range uniq $names }}{{ $secrets = append $secrets (dict "name" .) }}{{ end }}
{{- with $secrets }}{{ toYaml . }}{{ end }}
{{- end }}

{{- /* The labels of pods: podLabels before commonLabels, and never in place of what selects them. */}}
{{- define "bleu.podLabels" -}}
{{- $own := include "bleu.ownLabels" . | fromYaml }}
{{- range $key, $_ := .Values.podLabels }}
{{- if hasKey $own $key }}{{ fail (printf "podLabels: %s is a label of the chart's own" $key) }}{{ end }}
{{- end }}
{{- toYaml (mergeOverwrite (include "bleu.labels" . | fromYaml) .Values.podLabels) }}
{{- end }}

{{- /* Soft: two pods on one node are better than one pod. What affinity says of podAntiAffinity takes its place. */}}
{{- define "bleu.affinity" -}}
{{- $affinity := deepCopy .Values.affinity }}
{{- if not (hasKey $affinity "podAntiAffinity") }}
{{- $term := dict "topologyKey" "kubernetes.io/hostname" "labelSelector" (dict "matchLabels" (include "bleu.selector" . | fromYaml)) }}
{{- $_ := set $affinity "podAntiAffinity" (dict "preferredDuringSchedulingIgnoredDuringExecution" (list (dict "weight" 100 "podAffinityTerm" $term))) }}
{{- else if not $affinity.podAntiAffinity }}
{{- $_ := unset $affinity "podAntiAffinity" }}
{{- end }}
{{- with $affinity }}{{ toYaml . }}{{ end }}
{{- end }}

{{- /* Each constraint is about the pods of this release where it does not say which. */}}
{{- define "bleu.spread" -}}
{{- $constraints := list }}
{{- range .Values.topologySpreadConstraints }}
{{- $constraints = append $constraints (merge (deepCopy .) (dict "labelSelector" (dict "matchLabels" (include "bleu.selector" $ | fromYaml)))) }}
{{- end }}
{{- with $constraints }}{{ toYaml . }}{{ end }}
{{- end }}

{{- /* How pods are replaced, always whole: a field that the API server fills in has no owner, and stays when another type comes. */}}
{{- define "bleu.strategy" -}}
{{- if .Values.updateStrategy }}
{{- fail "updateStrategy: its name is strategy, as in the Deployment: rename it" }}
{{- end }}
{{- $strategy := deepCopy .Values.strategy }}
{{- if not (hasKey $strategy "type") }}{{ $_ := set $strategy "type" "RollingUpdate" }}{{ end }}
{{- if eq $strategy.type "RollingUpdate" }}
{{- $bounds := $strategy.rollingUpdate | default dict }}
{{- range list "maxSurge" "maxUnavailable" }}
{{- if not (hasKey $bounds .) }}{{ $_ := set $bounds . "25%" }}{{ end }}
{{- end }}
{{- $_ := set $strategy "rollingUpdate" $bounds }}
{{- end }}
{{- toYaml $strategy }}
{{- end }}

{{- /* Of the operator's pod, which writes evidence as a member of a group. */}}
{{- define "bleu.podSecurityContext" -}}
{{- $context := deepCopy .Values.podSecurityContext }}
{{- if and .Values.evidence.enabled .Values.evidence.fsGroup (not (hasKey $context "fsGroup")) }}
{{- $_ := set $context "fsGroup" (int64 .Values.evidence.fsGroup) }}
{{- end }}
{{- toYaml $context }}
{{- end }}

{{- /* Options of the operator that the chart has no value for. Those that it sets are refused, with the value, if any, that they follow. */}}
{{- define "bleu.extraArgs" -}}
{{- $set := dict "bind-address" "" "port" "" "log-format" "log.format" "log-level-file" "log.level" "leader-elect" "" }}
{{- $set = merge $set (dict "resync-minutes" "resyncMinutes" "tracing" "tracing.enabled" "namespaces" "rbac.namespaces" "dns" "dns") }}
{{- $set = merge $set (dict "self-zone" "self.zones" "max-moves-per-hour" "moves.maxPerHour" "max-observed-losses" "losses.maxObserved") }}
{{- $set = merge $set (dict "probe-networks" "probes.allowedNetworks" "cluster-access-providers" "clusterProfiles.providers") }}
{{- $set = merge $set (dict "ui" "ui.enabled" "ui-port" "" "ui-address" "ui.tls" "ui-tls-cert" "ui.tls" "ui-tls-key" "ui.tls") }}
{{- $set = merge $set (dict "evidence-dir" "evidence.enabled" "evidence-retention" "evidence.retentionDays" "signer" "evidence.signer") }}
{{- $set = merge $set (dict "signer-public-key" "evidence.signerPublicKey" "checkpoint-sender" "evidence.checkpointSender") }}
{{- $both := list }}
{{- range .Values.extraArgs }}
{{- $option := regexFind "^--[^=]+" . | trimPrefix "--" }}
{{- if hasKey $set $option }}
{{- $value := get $set $option }}
{{- $both = append $both (printf "--%s%s" $option (empty $value | ternary "" (printf " (%s)" $value))) }}
{{- end }}
{{- end }}
{{- with $both }}
{{- fail (printf "extraArgs: the chart sets %s: leave them out, and use the values in brackets" (join ", " .)) }}
{{- end }}
{{- with .Values.extraArgs }}{{ toYaml . }}{{ end }}
{{- end }}
