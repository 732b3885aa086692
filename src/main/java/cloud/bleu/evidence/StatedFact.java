package cloud.bleu.evidence;

import cloud.bleu.placement.Provenance;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody states and an answer rests on.
 *
 * @param name for people: {@code ownership of provider s3ns}
 * @param basis as {@link cloud.bleu.placement.Basis} has it; empty where nothing is stated
 * @param source who says so; may be empty
 * @param asOf the day on which it was true, null where nobody wrote it
 * @param documentSHA256 of the document that says so, null where there is none
 */
public record StatedFact(
    String name,
    String basis,
    String source,
    @Nullable LocalDate asOf,
    @Nullable String documentSHA256) {

  static StatedFact of(String name, Provenance provenance) {
    return new StatedFact(
        name,
        provenance.basis().name(),
        provenance.source(),
        provenance.asOf(),
        provenance.documentSHA256());
  }

  static StatedFact missing(String name) {
    return new StatedFact(name + " (not stated)", "", "", null, null);
  }

  /** The same without what its author wrote freely. */
  StatedFact withoutSource() {
    return new StatedFact(name, basis, "", asOf, documentSHA256);
  }
}
