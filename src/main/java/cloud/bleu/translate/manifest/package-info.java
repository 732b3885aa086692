/**
 * From manifests to API objects, offline and as the API server would take them: YAML and JSON with
 * positions, the schemas of the CustomResourceDefinitions, their defaults, and every error at once.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.manifest;
