/**
 * Reads what the options name: manifests, or a cluster with the rights of the user.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.input;
