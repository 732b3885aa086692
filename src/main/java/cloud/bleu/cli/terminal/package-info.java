/**
 * The world outside of a verb: streams, width, tables, formats, exit codes, and errors of the user.
 *
 * <p>It may import {@code credential}, {@code translate.finding}, {@code translate.manifest} and
 * nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.terminal;
