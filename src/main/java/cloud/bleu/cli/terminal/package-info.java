/**
 * The world outside of a verb: streams, width, tables, formats, exit codes, refusals.
 *
 * <p>It may import {@code credential}, {@code translate.manifest} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.terminal;
