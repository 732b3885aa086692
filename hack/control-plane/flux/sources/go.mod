// The kinds of sources of Flux, which kustomize-controller watches. Nothing of it is built.
module cloud.bleu/control-plane/flux/sources

go 1.26.0

require github.com/fluxcd/source-controller v1.9.6
