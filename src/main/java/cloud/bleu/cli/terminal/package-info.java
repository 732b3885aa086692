/**
 * The world outside of a verb: streams, width, tables, formats, exit codes, refusals.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.terminal;
