package cloud.bleu.status.probe;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.api.v1alpha1.ProbeState;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of the probes of a zone, in words that name each that is not answered.
 *
 * @param probes of the zone, in the order of its spec
 */
public record ProbeWords(List<Probe> probes) {

  public ProbeWords {
    probes = List.copyOf(probes);
  }

  /** Whether each probe that may be asked fails, and there is one. */
  public boolean allFail() {
    return counted().findAny().isPresent() && counted().allMatch(ProbeState.Fails::is);
  }

  /**
   * The probes that are not answered, each with the reason and since when; empty when there is
   * none.
   */
  public String unanswered() {
    return counted()
        .filter(p -> !ProbeState.Answers.is(p))
        .map(
            p ->
                p.name()
                    + " ("
                    + Stream.of(p.reason(), p.since() == null ? null : "since " + p.since())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" "))
                    + ")")
        .collect(Collectors.joining(", "));
  }

  /** The names of those that the operator may not ask; empty when there is none. */
  public String notAllowed() {
    return probes.stream()
        .filter(ProbeState.NotAllowed::is)
        .map(Probe::name)
        .collect(Collectors.joining(", "));
  }

  private Stream<Probe> counted() {
    return probes.stream().filter(p -> !ProbeState.NotAllowed.is(p));
  }
}
