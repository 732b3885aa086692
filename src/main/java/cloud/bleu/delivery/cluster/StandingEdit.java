package cloud.bleu.delivery.cluster;

import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What somebody else has set in a child that was just written to remove it. */
final class StandingEdit {

  private static final int MOST = 5;

  private StandingEdit() {}

  /**
   * What stays, as a problem of the zone; null where nothing does.
   *
   * @param result what the server has since the write, with its managed fields
   */
  static @Nullable DeliveryProblem of(String zone, HasMetadata result) {
    List<ForeignFields.Field> foreign = ForeignFields.of(result);
    return foreign.isEmpty()
        ? null
        : DeliveryProblem.forPerson(
            DeliveryProblem.KEPT,
            "zone %s: %s %s keeps what the operator was to take away: %s%s; take it out there, and find out what brings it back"
                .formatted(
                    zone,
                    result.getKind(),
                    result.getMetadata().getName(),
                    foreign.stream()
                        .limit(MOST)
                        .map(field -> field.path() + " of " + field.manager())
                        .collect(Collectors.joining(", ")),
                    foreign.size() > MOST ? " and " + (foreign.size() - MOST) + " more" : ""));
  }
}
