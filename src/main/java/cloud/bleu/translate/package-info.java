/**
 * From API objects to the engine's {@link cloud.bleu.placement.estate.Estate}, collecting every
 * error on the way. Nothing here knows of files or of a cluster: the command line and the operator
 * hand over the same objects and get the same estate.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate;
