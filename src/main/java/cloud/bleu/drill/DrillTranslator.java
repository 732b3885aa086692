package cloud.bleu.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillSpec;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a ResilienceDrill against the zones that there are. */
public final class DrillTranslator {

  private static final String SCOPE = "spec.scope";
  private static final String LIVE = "Live";

  private final ResilienceDrillSpec spec;
  private final Estate estate;
  private final List<Problem> problems = new ArrayList<>();
  private final Findings findings;

  private DrillTranslator(ResilienceDrill drill, ResilienceDrillSpec spec, Estate estate) {
    this.spec = spec;
    this.estate = estate;
    this.findings = new Findings(ObjectRef.of(drill), problems, new ArrayList<>());
  }

  /**
   * What came of reading.
   *
   * @param order null when it cannot run as it is written
   * @param problems why; empty when it can
   */
  public record Read(@Nullable DrillOrder order, List<Problem> problems) {}

  /** Reads a drill. */
  public static Read read(ResilienceDrill drill, Estate estate) {
    if (drill.getSpec() == null) {
      Problem none =
          new Problem(ObjectRef.of(drill), true, "spec", "is missing", null, "say what is lost");
      return new Read(null, List.of(none));
    }
    DrillTranslator translator = new DrillTranslator(drill, drill.getSpec(), estate);
    DrillOrder order = translator.order();
    return new Read(translator.findings.blocked() ? null : order, List.copyOf(translator.problems));
  }

  private @Nullable DrillOrder order() {
    findings.oneOf("spec.mode", spec.mode(), List.of("Shadow", LIVE));
    Loss loss = loss(spec.scope());
    ZoneId zone = zone(spec.timeZone());
    CronSchedule schedule = schedule("spec.schedule", spec.schedule(), zone);
    LiveTerms live = LIVE.equals(spec.mode()) ? live(zone) : null;
    Duration maxAge = findings.duration("spec.maxAge", spec.maxAge());
    return loss == null || maxAge == null
        ? null
        : new DrillOrder(loss, schedule, maxAge, spec.suspend(), live);
  }

  private @Nullable LiveTerms live(@Nullable ZoneId zone) {
    ResilienceDrillSpec.Window window = spec.window();
    ResilienceDrillSpec.Budget budget = spec.budget();
    if (window == null || budget == null || budget.replicas() == null) {
      findings.block(
          "spec",
          "a live drill moves replicas, and says not when and how many",
          "window with opens and duration, budget with replicas",
          "state both");
      return null;
    }
    CronSchedule opens = schedule("spec.window.opens", window.opens(), zone);
    Duration open = findings.duration("spec.window.duration", window.duration());
    return opens == null || open == null ? null : new LiveTerms(opens, open, budget.replicas());
  }

  private @Nullable Loss loss(ResilienceDrillSpec.@Nullable Scope scope) {
    List<Loss> losses = new ArrayList<>();
    if (scope != null) {
      add(losses, Scope.ZONE, scope.zone(), "zone", "AvailabilityZone");
      add(losses, Scope.SITE, scope.site(), "site", "site");
      add(losses, Scope.REGION, scope.region(), "region", "region");
      add(losses, Scope.PROVIDER, scope.provider(), "provider", "CloudProvider with zones");
      hazard(losses, scope.hazard());
    }
    if (losses.isEmpty() && scope != null && scope.hazard() != null) {
      // What its hazard lacks is said.
      return null;
    }
    if (losses.size() != 1) {
      findings.block(
          SCOPE,
          losses.isEmpty() ? "names nothing that is lost" : "names several losses",
          "exactly one of zone, site, region, provider, hazard",
          losses.isEmpty() ? "say what is lost" : "make a drill for each of them");
      return null;
    }
    return losses.get(0);
  }

  private void add(
      List<Loss> losses, Scope scope, @Nullable String value, String field, String what) {
    if (value != null) {
      Loss loss = Loss.of(scope, value, estate);
      if (loss.zones().isEmpty()) {
        findings.missing(SCOPE + "." + field, what, value, values(scope));
      }
      losses.add(loss);
    }
  }

  private void hazard(List<Loss> losses, ResilienceDrillSpec.@Nullable Hazard hazard) {
    if (hazard == null) {
      return;
    }
    String kind = findings.given(SCOPE + ".hazard.kind", hazard.kind(), "name the hazard");
    String value =
        findings.given(SCOPE + ".hazard.value", hazard.value(), "say which of them is lost");
    if (kind == null || value == null) {
      return;
    }
    Set<String> kinds = new TreeSet<>();
    estate.zones().forEach(z -> kinds.addAll(z.failureDomains().keySet()));
    Scope scope = Scope.hazard(kind);
    Loss loss = Loss.of(scope, value, estate);
    if (!kinds.contains(kind)) {
      findings.missing(SCOPE + ".hazard.kind", "hazard", kind, kinds);
    } else if (loss.zones().isEmpty() || loss.value().equals(Scope.UNKNOWN)) {
      findings.missing(SCOPE + ".hazard.value", kind, loss.value(), values(scope));
    }
    losses.add(loss);
  }

  /** The values that zones state. */
  private Collection<String> values(Scope scope) {
    Set<String> values = new TreeSet<>();
    for (Zone zone : estate.zones()) {
      String value = scope.valueIn(zone);
      if (value != null && !value.equals(Scope.UNKNOWN)) {
        values.add(value);
      }
    }
    return values;
  }

  private @Nullable CronSchedule schedule(
      String path, @Nullable String text, @Nullable ZoneId zone) {
    if (text == null || zone == null) {
      return null;
    }
    try {
      return CronSchedule.of(text, zone);
    } catch (IllegalArgumentException e) {
      findings.block(
          path,
          "not a schedule: " + ShownText.quote(text) + ": " + e.getMessage(),
          "minute, hour, day of month, month and day of week, or @monthly and the like",
          "write it like \"0 6 1 * *\", in quotes");
      return null;
    }
  }

  private @Nullable ZoneId zone(String name) {
    try {
      if (ZoneId.getAvailableZoneIds().contains(name)) {
        return ZoneId.of(name);
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    findings.block(
        "spec.timeZone",
        "not a time zone: "
            + ShownText.quote(name)
            + NearestName.of(name, ZoneId.getAvailableZoneIds())
                .map(n -> ", did you mean " + n + "?")
                .orElse(""),
        "names of the IANA database such as Europe/Paris",
        "correct the name");
    return null;
  }
}
