/**
 * Reads what the options name: manifests, or a cluster with the rights of the user.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.input;
