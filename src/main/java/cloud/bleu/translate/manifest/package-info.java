/**
 * Reads manifests: files, folders, standard input, as the API server would take them.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.manifest;
