package cloud.bleu.report.page;

import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Objects;

/** A break-glass as the page shows it. */
final class BreakGlassRow {
  private final ShownNames names;
  private final PageSentences sentences;

  BreakGlassRow(ShownNames names, PageSentences sentences) {
    this.names = names;
    this.sentences = sentences;
  }

  /** The row of a workload. */
  PageBreakGlass of(WorkloadId id, BreakGlassStatus standing) {
    BreakGlass glass = standing.glass();
    String message = names.free(sentences.finding(standing.finding()));
    if (glass == null) {
      return new PageBreakGlass(
          names.title(id),
          "",
          "",
          "",
          null,
          null,
          null,
          standing.state().name(),
          false,
          false,
          message);
    }
    return new PageBreakGlass(
        names.title(id),
        glass.zone(),
        names.free(glass.by()),
        names.free(Objects.requireNonNullElse(glass.countersignedBy(), "")),
        glass.from(),
        glass.until(),
        glass.due(),
        standing.state().name(),
        glass.countersignedBy() != null,
        standing.inForce(),
        message);
  }
}
