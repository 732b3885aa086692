package cloud.bleu.placement.model;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Who says so: the basis of a group of facts, its source, and the day it was true. {@code asOf} is
 * null when nobody wrote it: such a fact has no known age.
 */
public record Provenance(
    Basis basis,
    String source,
    @Nullable LocalDate asOf,
    @Nullable String checkedBy,
    @Nullable String documentSHA256) {

  /** Of a fact that came without provenance. */
  public static final Provenance NONE = new Provenance(Basis.Assumption, "", null, null, null);

  /** Whether it says where the fact can be looked up: in a source or in a document of that hash. */
  public boolean hasSource() {
    return !source.isBlank() || (documentSHA256 != null && !documentSHA256.isBlank());
  }
}
