package cloud.bleu.translate;

import cloud.bleu.placement.estate.Estate;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** What is read from nothing: no provider, no zone, no policy, no workload and no finding. */
public final class EmptyTranslation {

  private EmptyTranslation() {}

  /** That of an instant. */
  public static Translation at(Instant now) {
    return new Translation(
        new Estate(now, List.of(), List.of(), List.of(), List.of(), List.of()),
        List.of(),
        List.of(),
        List.of(),
        new TreeMap<>(),
        new TreeMap<>());
  }
}
