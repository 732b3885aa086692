/**
 * Reads manifests: files, folders, standard input, as the API server would take them.
 *
 * <p>It may import {@code api.v1alpha1}, {@code credential}, {@code expression}, {@code
 * placement.model}, {@code translate.finding}, {@code translate.object}, {@code translate.pod} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.manifest;
