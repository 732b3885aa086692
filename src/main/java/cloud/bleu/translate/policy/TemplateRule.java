package cloud.bleu.translate.policy;

import cloud.bleu.affinity.RequiredNodeAffinity;
import cloud.bleu.affinity.ZoneLabels;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.translate.pod.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a pod template says of itself against the decision: a node selector or a required node
 * affinity that no node of a zone meets or that asks for a place, or a label that the operator
 * sets. None is replaced without a word.
 *
 * @param against what is wrong and what to do, by zone; a zone that is not in it is not excluded
 */
public record TemplateRule(String code, SortedMap<String, Message> against) implements ZoneRule {

  /** Says in records of decisions what makes it. */
  static final String MADE_BY = "template/1";

  /** What labels begin with that only the operator sets. */
  static final String RESERVED = "placement.bleu.cloud/";

  private static final String CODE = "code";

  /** Before the name of a zone, which has no dot. */
  private static final String ZONE = "zone.";

  public TemplateRule {
    against = Collections.unmodifiableSortedMap(new TreeMap<>(against));
  }

  /**
   * What a template says against zones by its node selector and required node affinity; none where
   * it says nothing.
   *
   * <p>A zone that no replica could run in is excluded. So is, for a workload that is decided for
   * the first time, one whose own node selector would replace the template's. A workload that is
   * decided already has failed over into such zones, and still does: it is warned.
   *
   * @param where the template is
   * @param zones what is known of the labels of each zone's nodes
   * @param decided whether a decision is in force
   */
  public static List<BoundRule> of(
      RequiredNodeAffinity nodes, String where, Map<String, ZoneLabels> zones, boolean decided) {
    Message advice = Message.of("do.useResidency", "where", where);
    TreeMap<String, Message> excluded = new TreeMap<>();
    TreeMap<String, Message> replaced = new TreeMap<>();
    zones.forEach(
        (zone, labels) -> {
          String delivered = nodes.replacedBy(labels).contradiction(labels);
          String written = nodes.contradiction(labels);
          if (delivered != null) {
            excluded.put(zone, excludes(delivered).advising(advice));
          } else if (written != null && decided) {
            replaced.put(
                zone,
                Message.of("template.replaced", "what", Message.recorded(written))
                    .advising(advice));
          } else if (written != null) {
            excluded.put(zone, excludes(written).advising(advice));
          }
        });
    List<BoundRule> rules = new ArrayList<>();
    if (!excluded.isEmpty()) {
      rules.add(
          bound(
              TemplateStatement.NODES,
              BoundRule.Action.Enforce,
              new TemplateRule("TemplateExcludesZone", excluded)));
    }
    if (!replaced.isEmpty()) {
      rules.add(
          bound(
              TemplateStatement.SELECTOR,
              BoundRule.Action.Warn,
              new TemplateRule("TemplateSelectorReplaced", replaced)));
    }
    return rules;
  }

  /**
   * What pods that others create in this cluster say against zones: they cannot be in another one.
   *
   * @param elsewhere the zones that are in other clusters
   */
  public static List<BoundRule> ofOthers(Collection<String> elsewhere) {
    TreeMap<String, Message> excluded = new TreeMap<>();
    elsewhere.forEach(zone -> excluded.put(zone, Message.of("template.elsewhere")));
    return excluded.isEmpty()
        ? List.of()
        : List.of(
            bound(
                TemplateStatement.CLUSTER,
                BoundRule.Action.Enforce,
                new TemplateRule("PodsStayInCluster", excluded)));
  }

  /**
   * What carries a workload out against zones: Karmada brings it to its clusters alone, and nobody
   * else brings anything there.
   *
   * @param carried whether Karmada carries the workload out
   * @param others the zones that are not as the workload asks
   */
  public static List<BoundRule> ofKarmada(boolean carried, Collection<String> others) {
    TreeMap<String, Message> excluded = new TreeMap<>();
    Message why =
        carried
            ? Message.of("template.karmada").advising(Message.of("do.karmadaZones"))
            : Message.of("template.binding").advising(Message.of("do.karmadaBinding"));
    others.forEach(zone -> excluded.put(zone, why));
    return excluded.isEmpty()
        ? List.of()
        : List.of(
            bound(
                TemplateStatement.KARMADA,
                BoundRule.Action.Enforce,
                new TemplateRule(
                    carried ? "KarmadaTargetNeeded" : "KarmadaBindingNeeded", excluded)));
  }

  /**
   * A StatefulSet against the zones that are ManagedClusters of Open Cluster Management: none of
   * their agents carries one, so what was decided for them before runs nowhere, and leaves at once.
   */
  public static List<BoundRule> statefulSet(Collection<String> managed) {
    return ofAgents(
        "StatefulSetNotCarried",
        BoundRule.OnViolation.MoveNow,
        Message.of("template.agentStatefulSet").advising(Message.of("do.agentZones")),
        managed);
  }

  /**
   * Companions that hold data or give rights against the same zones. What runs there already stays.
   *
   * @param what they are, each by its kind and its name in quotes
   */
  public static List<BoundRule> companions(List<String> what, Collection<String> managed) {
    return ofAgents(
        "CompanionNotCarried",
        BoundRule.OnViolation.Report,
        Message.of("template.agentCompanions", "what", String.join(", ", what))
            .advising(Message.of("do.agentCompanions")),
        managed);
  }

  private static List<BoundRule> ofAgents(
      String code, BoundRule.OnViolation onViolation, Message why, Collection<String> managed) {
    TreeMap<String, Message> excluded = new TreeMap<>();
    managed.forEach(zone -> excluded.put(zone, why));
    return excluded.isEmpty()
        ? List.of()
        : List.of(
            bound(
                TemplateStatement.AGENT,
                BoundRule.Action.Enforce,
                onViolation,
                new TemplateRule(code, excluded)));
  }

  private static Message excludes(String what) {
    return Message.of("template.excludes", "what", Message.recorded(what));
  }

  /**
   * What a template says that is the operator's to say.
   *
   * @param rule by which a workload that runs is warned
   * @param what is wrong, as a clause
   */
  public record Claim(TemplateStatement rule, String code, Message what) {}

  /**
   * The claims of a template, as the chart's admission policy of BleuWorkloads finds them; at most
   * one of each code. A workload that is new is not decided with one. One that runs is warned: it
   * runs on, fails over and scales.
   */
  public static List<Claim> claims(Source source) {
    List<Claim> claims = new ArrayList<>();
    source.labels().keySet().stream()
        .filter(label -> label.startsWith(RESERVED))
        .sorted()
        .findFirst()
        .ifPresent(
            label ->
                claims.add(
                    new Claim(
                        TemplateStatement.LABELS,
                        "TemplateLabelReserved",
                        Message.of(
                            "template.label",
                            "label",
                            ShownText.quote(label),
                            "reserved",
                            RESERVED))));
    String place = source.nodes().place();
    if (place != null) {
      claims.add(
          new Claim(
              TemplateStatement.PLACE,
              "TemplateAsksForPlace",
              Message.of("template.place", "what", Message.recorded(place))));
    }
    return claims;
  }

  /**
   * Warns of a claim in every zone.
   *
   * @param where the template is
   */
  public static BoundRule warning(Claim claim, String where, Collection<String> zones) {
    TreeMap<String, Message> against = new TreeMap<>();
    Message finding = claim.what().advising(takeOut(where));
    zones.forEach(zone -> against.put(zone, finding));
    return bound(claim.rule(), BoundRule.Action.Warn, new TemplateRule(claim.code(), against));
  }

  /** What to do about a claim of a template that is there. */
  public static Message takeOut(String where) {
    return Message.of("do.takeOutOf", "where", where);
  }

  /** The rule that was recorded so. */
  static TemplateRule of(Making making) {
    TreeMap<String, Message> against = new TreeMap<>();
    making
        .texts()
        .forEach(
            (name, text) -> {
              if (name.startsWith(ZONE)) {
                against.put(name.substring(ZONE.length()), Message.recorded(text));
              }
            });
    return new TemplateRule(making.text(CODE), against);
  }

  private static BoundRule bound(
      TemplateStatement name, BoundRule.Action action, TemplateRule rule) {
    return bound(name, action, BoundRule.OnViolation.Report, rule);
  }

  private static BoundRule bound(
      TemplateStatement name,
      BoundRule.Action action,
      BoundRule.OnViolation onViolation,
      TemplateRule rule) {
    return new BoundRule(rule, name.id(), null, action, onViolation, Parameters.NONE, List.of());
  }

  @Override
  public Declaration declaration() {
    return new Declaration(
        TemplateStatement.NODES.id(),
        "The template leaves the zone to the decision.",
        List.of(),
        List.of(),
        List.of(code));
  }

  @Override
  public Making making() {
    TreeMap<String, String> texts = new TreeMap<>();
    texts.put(CODE, code);
    against.forEach((zone, why) -> texts.put(ZONE + zone, why.text()));
    return new Making(MADE_BY, texts, List.of());
  }

  @Override
  public Object about(Workload workload) {
    return NO_WORKLOAD;
  }

  @Override
  public Verdict evaluate(Question question) {
    Message why = against.get(question.zone().name());
    return why == null
        ? Verdict.pass(Origin.Enforced, Message.of("template.holds"))
        : Verdict.reject(code, Origin.Enforced, why);
  }
}
