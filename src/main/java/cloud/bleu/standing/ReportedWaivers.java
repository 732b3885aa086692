package cloud.bleu.standing;

import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.SovereigntyWaiverSpec;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.report.page.PageInput.StandingWaiver;
import cloud.bleu.report.page.PageWaiver;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.policy.ApprovedStatement;
import cloud.bleu.translate.policy.WaiverStanding;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Waivers, as reports show them: without the persons who asked and approved. */
public final class ReportedWaivers {
  private ReportedWaivers() {}

  /**
   * One for each waiver that has a spec, in the order of their standings.
   *
   * @param waivers as they were read
   * @param standings how each stands
   * @param words the language of what is said of them
   */
  public static List<StandingWaiver> of(
      List<SovereigntyWaiver> waivers, List<WaiverStanding> standings, MessageBundle words) {
    Map<ObjectRef, SovereigntyWaiverSpec> specs = new TreeMap<>();
    for (SovereigntyWaiver waiver : waivers) {
      if (waiver.getSpec() != null) {
        specs.put(ObjectRef.of(waiver), waiver.getSpec());
      }
    }
    return standings.stream()
        .filter(w -> specs.containsKey(w.object()))
        .map(w -> of(w, Objects.requireNonNull(specs.get(w.object())), words))
        .toList();
  }

  private static StandingWaiver of(
      WaiverStanding standing, SovereigntyWaiverSpec spec, MessageBundle words) {
    return new StandingWaiver(
        String.valueOf(standing.object().namespace()),
        standing.workload(),
        new PageWaiver(
            standing.object().name(),
            "",
            text(spec.rule()),
            text(spec.policyRef()),
            spec.zones(),
            text(spec.notBefore()),
            text(spec.expirationTime()),
            standing.state().name(),
            ApprovedStatement.of(spec, standing.state()).name(),
            words.text(standing.finding())));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
