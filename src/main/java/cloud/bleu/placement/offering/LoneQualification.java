package cloud.bleu.placement.offering;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.Provider.Qualification;
import cloud.bleu.placement.model.Territory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one qualification of an offering says of a layer in a zone, as if there were no other entry:
 * check by check, and what is known to fail comes before what is not known.
 */
final class LoneQualification {
  private final ZoneRule.Question question;
  private final Parameters parameters;
  private final Offering offering;
  private final Qualification qualification;
  private final String layer;
  private final Origin origin;
  private final Message name;

  /**
   * An entry of an offering, asked of a layer.
   *
   * @param question parameters are those of the rule {@code qualified-offering}
   */
  LoneQualification(
      ZoneRule.Question question, Offering offering, Qualification qualification, String layer) {
    this.question = question;
    this.parameters = question.parameters();
    this.offering = offering;
    this.qualification = qualification;
    this.layer = layer;
    this.origin = qualification.provenance().basis().origin();
    this.name = QualificationScrutiny.name(offering, qualification);
  }

  /** One that may end the scrutiny; null when it is passed. */
  private interface Check {
    @Nullable QualificationScrutiny ends();
  }

  QualificationScrutiny scrutiny() {
    List<Check> checks =
        List.of(
            this::otherVersion,
            this::otherState,
            this::otherScope,
            this::otherRegion,
            this::otherTime,
            this::unknownTerm,
            this::unknownWindow);
    for (Check check : checks) {
      QualificationScrutiny end = check.ends();
      if (end != null) {
        return end;
      }
    }
    return new QualificationScrutiny(
        7,
        Verdict.pass(
            origin,
            Message.of(
                "qualification.holds",
                "qualification",
                name,
                "state",
                qualification.state(),
                "layer",
                layer)));
  }

  private @Nullable QualificationScrutiny otherVersion() {
    String version = qualification.version();
    String wanted = parameters.text("version", "");
    return version == null
            || wanted.isEmpty()
            || version.equals(wanted)
            || stated().versions().contains(wanted)
        ? null
        : rejected(
            1,
            "VersionNotAccepted",
            Message.of("qualification.otherVersion", "qualification", name, "version", wanted),
            Message.of("do.qualifiedTo", "version", wanted));
  }

  private SchemeVersion stated() {
    return SchemeVersion.of(qualification.scheme(), qualification.version());
  }

  private @Nullable QualificationScrutiny otherState() {
    String state = qualification.state();
    List<String> accepted = QualificationScrutiny.accepted(parameters);
    return !isKnown(state) || accepted.contains(state)
        ? null
        : rejected(
            2,
            state.equals(QualificationScrutiny.QUALIFIED) ? "StateNotAccepted" : state,
            Message.of(
                "qualification.stateNotAccepted",
                "qualification",
                name,
                "state",
                state,
                "accepted",
                Territory.inOrder(accepted)),
            Message.of("do.acceptedQualification"));
  }

  private static boolean isKnown(String state) {
    return QualificationScrutiny.STATES.contains(state);
  }

  private @Nullable QualificationScrutiny otherScope() {
    if (!qualification.layers().isEmpty() && !qualification.layers().contains(layer)) {
      return rejected(
          3,
          "LayerNotInScope",
          Message.of("qualification.notOfLayer", "layer", layer, "qualification", name),
          Message.of("do.zoneOrOtherLayer"));
    }
    List<String> missing = new ArrayList<>(activities());
    missing.removeAll(qualification.activities());
    return missing.isEmpty() || qualification.activities().isEmpty()
        ? null
        : rejected(
            3,
            "ActivityNotInScope",
            Message.of(
                "qualification.notOfActivity",
                "activities",
                Territory.inOrder(missing),
                "qualification",
                name),
            Message.of("do.zoneWhereItIs"));
  }

  private List<String> activities() {
    return parameters.texts("activities", List.of());
  }

  private @Nullable QualificationScrutiny otherRegion() {
    String region = question.zone().region();
    return offering.regions().isEmpty() || offering.regions().contains(region)
        ? null
        : rejected(
            4,
            "RegionNotCovered",
            Message.of("offering.notOfRegion", "region", region, "offering", offering.name()),
            Message.of("do.otherRegion"));
  }

  private @Nullable QualificationScrutiny otherTime() {
    LocalDate from = qualification.validFrom();
    LocalDate until = qualification.validUntil();
    if (until != null && question.today().isAfter(until)) {
      return rejected(
          5,
          "Expired",
          Message.of("qualification.ended", "qualification", name, "day", until),
          Message.of("do.renew"));
    }
    return from == null || !question.today().isBefore(from)
        ? null
        : rejected(
            5,
            "NotYetValid",
            Message.of("qualification.begins", "qualification", name, "day", from),
            Message.of("do.waitOrOtherZone"));
  }

  private @Nullable QualificationScrutiny unknownTerm() {
    if (!isKnown(qualification.state())) {
      return doubtful("StateUnknown", "qualification.stateUnknown", "do.stateIt");
    }
    if (qualification.version() == null && !parameters.text("version", "").isEmpty()) {
      return doubtful("VersionUnknown", "qualification.versionUnknown", "do.stateFromAttestation");
    }
    if (SchemeVersion.isContradictory(qualification)) {
      return doubtful(
          "VersionUnknown",
          Message.of(
              "qualification.versionsDiffer",
              "qualification",
              name,
              "versions",
              stated().versions()),
          Message.of("do.stateFromAttestation"));
    }
    if (qualification.layers().isEmpty()) {
      return doubtful("ScopeUnknown", "qualification.layersUnknown", "do.stateAllFromAttestation");
    }
    if (qualification.activities().isEmpty() && !activities().isEmpty()) {
      return doubtful(
          "ActivitiesUnknown", "qualification.activitiesUnknown", "do.stateAllFromAttestation");
    }
    return offering.regions().isEmpty()
        ? doubtful(
            "RegionsUnknown",
            Message.of("offering.regionsUnknown", "offering", offering.name()),
            Message.of("do.stateThem"))
        : null;
  }

  private @Nullable QualificationScrutiny unknownWindow() {
    List<String> open = new ArrayList<>();
    if (qualification.validFrom() == null) {
      open.add("validFrom");
    }
    if (qualification.validUntil() == null) {
      open.add("validUntil");
    }
    // Before it is granted a qualification has no window that somebody could know.
    if (open.isEmpty()
        || parameters.flag("acceptOpenWindow", false) && !isBeforeAnnouncement()
        || qualification.state().equals(QualificationScrutiny.IN_EVALUATION)) {
      return null;
    }
    return qualification.provenance().basis() == Basis.Press
        ? doubtful("OnlyAnnounced", "qualification.onlyAnnounced", "do.checkList")
        : doubtful(
            "WindowUnknown",
            Message.of("qualification.windowUnknown", "qualification", name, "fields", open),
            Message.of("do.stateFromAttestation"));
  }

  /** The day of the announcement is no first day; before it there is none that may be left open. */
  private boolean isBeforeAnnouncement() {
    LocalDate announced = qualification.announcedOn();
    return qualification.validFrom() == null
        && announced != null
        && question.today().isBefore(announced);
  }

  private QualificationScrutiny rejected(int step, String code, Message fact, Message next) {
    return QualificationScrutiny.rejected(step, code, origin, fact, next);
  }

  private QualificationScrutiny doubtful(String code, String fact, String next) {
    return doubtful(code, Message.of(fact, "qualification", name), Message.of(next));
  }

  private QualificationScrutiny doubtful(String code, Message fact, Message next) {
    return new QualificationScrutiny(6, Verdict.unknown(code, origin, fact, next));
  }
}
