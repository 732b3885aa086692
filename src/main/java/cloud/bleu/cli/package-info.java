/**
 * The program and its verbs, one file per verb. Results go to standard output, everything else to
 * standard error.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli;
