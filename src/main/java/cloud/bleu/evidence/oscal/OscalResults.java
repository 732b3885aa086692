package cloud.bleu.evidence.oscal;

import cloud.bleu.evidence.assessment.AssessedWorkload;
import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.assessment.Assessment.AssessedZone;
import cloud.bleu.evidence.assessment.DrillProof;
import cloud.bleu.evidence.assessment.RuleAnswer;
import cloud.bleu.evidence.change.ReportedChain;
import cloud.bleu.evidence.record.NameUuid;
import cloud.bleu.placement.estate.Decision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An assessment as OSCAL assessment results: about the zones in use. What refused the other zones
 * is no observation on anything that runs.
 */
public final class OscalResults {
  private static final String PLAN = NameUuid.of("resource", "plan");
  private static final String CATALOG = NameUuid.of("resource", "catalog");

  private final Assessment assessment;
  private final OscalObservations observations;
  private final OscalFindings findings;

  private final @Nullable ChainObservations chain;
  private final List<DrillProof> drills;

  private OscalResults(
      Assessment assessment, @Nullable ReportedChain chain, List<DrillProof> drills) {
    this.assessment = assessment;
    this.chain = chain == null ? null : new ChainObservations(assessment.at(), chain);
    this.drills = drills;
    this.observations = new OscalObservations(assessment.at());
    this.findings = new OscalFindings(assessment.at(), observations);
  }

  /**
   * The document, {@code {"assessment-results": ...}}.
   *
   * @param chain of decisions: an observation for each fact that was taken back and for each break;
   *     null when none was read
   * @param drills an observation each
   * @param version of the program that writes it
   */
  public static Map<String, Object> of(
      Assessment assessment,
      @Nullable ReportedChain chain,
      List<DrillProof> drills,
      String version) {
    return new OscalResults(assessment, chain, drills).document(version);
  }

  private Map<String, Object> document(String version) {
    Map<String, Object> results = new LinkedHashMap<>();
    results.put(
        "metadata",
        Oscal.metadata(
            "Placement of workloads against SecNumCloud 3.2",
            assessment.at(),
            version,
            "Written by a program from what it places and from dated facts. A finding is about the objective"
                + " of one rule and never about a whole requirement. "
                + assessment.closing()));
    Map<String, Object> plan = new LinkedHashMap<>();
    plan.put("href", "#" + PLAN);
    plan.put("remarks", "There is no assessment plan: the policies say what is looked at.");
    results.put("import-ap", plan);
    results.put("results", List.of(result()));
    results.put("back-matter", Map.of("resources", List.of(planned(), catalog())));
    return Oscal.document("assessment-results", results);
  }

  private Map<String, Object> result() {
    LeftOutObservations leftOut = new LeftOutObservations(assessment.at(), assessment.leftOut());
    List<Map<String, Object>> observed = new ArrayList<>(leftOut.observations());
    List<Map<String, Object>> risks = new ArrayList<>();
    for (AssessedWorkload workload : assessment.workloads()) {
      findings.add(workload);
      for (RuleAnswer answer : workload.inUse()) {
        observed.add(observations.observation(workload, answer));
        if (OscalObservations.risky(answer)) {
          risks.add(observations.risk(workload, answer));
        }
      }
      Decision.Reason reason = workload.reason();
      if (reason != null) {
        observed.add(observations.unplaced(workload, reason.code(), reason.message()));
      }
    }
    if (chain != null) {
      observed.addAll(chain.observations());
      risks.addAll(chain.risks());
    }
    drills.forEach(drill -> observed.add(observations.drill(drill)));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("uuid", NameUuid.of("result", assessment.at().toString(), Oscal.text(observed)));
    result.put("title", "Rules of the policies on the zones in use");
    result.put(
        "description",
        "For each workload, the answer of each rule that holds for it in each zone where its replicas are or"
            + " are to be.");
    result.put("start", assessment.at().toString());
    result.put("end", assessment.at().toString());
    if (chain != null) {
      result.put("props", chain.props());
    }
    result.put("local-definitions", definitions());
    result.put("reviewed-controls", findings.reviewed(assessment.closing()));
    Oscal.put(result, "observations", observed);
    Oscal.put(result, "risks", risks);
    Oscal.put(result, "findings", findings.found());
    result.put("remarks", Oscal.markup(leftOut.sentence() + assessment.closing()));
    return result;
  }

  private Map<String, Object> definitions() {
    List<Map<String, Object>> components = new ArrayList<>();
    for (AssessedWorkload workload : assessment.workloads()) {
      List<Map<String, Object>> props = new ArrayList<>();
      workload
          .replicas()
          .forEach((zone, count) -> props.add(Oscal.prop("replicas", zone + "=" + count)));
      Map<String, Object> component =
          component(
              OscalObservations.workloadUuid(workload),
              "software",
              workload.title(),
              "A workload that is placed.",
              workload.replicas().isEmpty() ? "other" : "operational");
      Oscal.put(component, "props", props);
      components.add(component);
    }
    assessment.zones().forEach((name, zone) -> components.add(zone(name, zone)));
    Map<String, Object> definitions = new LinkedHashMap<>();
    Oscal.put(definitions, "components", components);
    definitions.put("assessment-assets", assets());
    return definitions;
  }

  private static Map<String, Object> zone(String name, AssessedZone zone) {
    Map<String, Object> component =
        component(
            OscalObservations.zoneUuid(name),
            "service",
            name,
            "A zone in which workloads can run.",
            "operational");
    List<Map<String, Object>> props = new ArrayList<>();
    props.add(Oscal.prop("provider", zone.provider()));
    props.add(Oscal.prop("region", zone.region()));
    new TreeSet<>(zone.offerings()).forEach(o -> props.add(Oscal.prop("offering", o)));
    if (!zone.cluster().isEmpty()) {
      props.add(Oscal.prop("cluster", zone.cluster()));
    }
    component.put("props", props);
    return component;
  }

  private static Map<String, Object> assets() {
    String tool = OscalObservations.toolUuid();
    Map<String, Object> platform = new LinkedHashMap<>();
    platform.put("uuid", NameUuid.of("platform", "bleu"));
    platform.put("title", "bleu report");
    platform.put("uses-components", List.of(Map.of("component-uuid", tool)));
    Map<String, Object> assets = new LinkedHashMap<>();
    assets.put(
        "components",
        List.of(
            component(
                tool,
                "software",
                "Bleu placement operator",
                "Places workloads, refuses zones by rules, and records why.",
                "operational")));
    assets.put("assessment-platforms", List.of(platform));
    return assets;
  }

  private static Map<String, Object> component(
      String uuid, String type, String title, String description, String state) {
    Map<String, Object> component = new LinkedHashMap<>();
    component.put("uuid", uuid);
    component.put("type", type);
    component.put("title", Oscal.markup(title));
    component.put("description", description);
    component.put("status", Map.of("state", state));
    return component;
  }

  /** In place of a plan: every statement that was asked, a line each. */
  private Map<String, Object> planned() {
    TreeSet<String> statements = new TreeSet<>();
    for (AssessedWorkload workload : assessment.workloads()) {
      workload
          .answers()
          .forEach(
              a ->
                  statements.add(
                      "%s/%s %s %s%s"
                          .formatted(
                              a.statedBy(),
                              a.statement(),
                              a.rule(),
                              a.action(),
                              a.impliedBy() == null ? "" : " implied by " + a.impliedBy())));
    }
    String lines = String.join("\n", statements) + "\n";
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("filename", "statements.txt");
    text.put("media-type", "text/plain");
    text.put("value", Base64.getEncoder().encodeToString(lines.getBytes(StandardCharsets.UTF_8)));
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("uuid", PLAN);
    resource.put("title", "What was asked");
    resource.put("description", "The statements of the policies: policy and name, rule, action.");
    resource.put("base64", text);
    return resource;
  }

  private static Map<String, Object> catalog() {
    Map<String, Object> link = new LinkedHashMap<>();
    link.put("href", "secnumcloud-3.2-catalog.json");
    link.put("media-type", "application/oscal+json");
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("uuid", CATALOG);
    resource.put("title", OscalCatalog.TITLE);
    resource.put(
        "description",
        "The controls and objectives that are named here. `bleu report --format oscal-catalog` prints it.");
    resource.put("rlinks", List.of(link));
    return resource;
  }
}
