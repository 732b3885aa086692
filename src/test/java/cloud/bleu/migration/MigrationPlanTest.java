package cloud.bleu.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.MigrationFinding;
import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.assess.wave.WaveRules;
import cloud.bleu.cli.Typed;
import cloud.bleu.status.Conditions;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a MigrationPlan reads, what it answers, and what its status says. */
class MigrationPlanTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SHOP = "{target: bleu, namespaces: [boutique]%s}";

  /** Two Deployments that need nothing of each other. */
  private static final String TWO =
      """
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: shop, labels: {tier: one}}, spec: {template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: i, envFrom: [{secretRef: {name: s}}], resources: {requests: {cpu: 1, memory: 1Gi}}}]}}}}
      ---
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: b, namespace: shop, labels: {tier: two}}, spec: {template: {metadata: {labels: {app: b}}, spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1, memory: 1Gi}}}]}}}}
      ---
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: other, namespace: elsewhere}, spec: {template: {metadata: {labels: {app: o}}, spec: {containers: [{name: c, image: i}]}}}}
      """;

  private static final String ZONES =
      """
      {apiVersion: placement.bleu.cloud/v1alpha1, kind: CloudProvider, metadata: {name: p}, spec: {displayName: P}}
      ---
      {apiVersion: placement.bleu.cloud/v1alpha1, kind: CloudProvider, metadata: {name: q}, spec: {displayName: Q}}
      ---
      {apiVersion: placement.bleu.cloud/v1alpha1, kind: AvailabilityZone, metadata: {name: p-1}, spec: {provider: p, region: r, site: s, capacity: {cpu: '8', memory: 64Gi}, target: {nodeSelector: {zone: p-1}}}}
      ---
      {apiVersion: placement.bleu.cloud/v1alpha1, kind: AvailabilityZone, metadata: {name: q-1}, spec: {provider: q, region: o, site: o, capacity: {cpu: '80', memory: 640Gi}, target: {nodeSelector: {zone: q-1}}}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
      """;

  /** A BleuWorkload, decided for a zone, and ready or not. */
  private static String held(String zone, String ready) {
    return """
    ---
    {apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name: a, namespace: shop, generation: 3}, spec: {dataClasses: [Ordinary], workload: {deploymentRef: {name: a}}}, status: {observedGeneration: 3, conditions: [{type: Ready, status: '%2$s', reason: R, message: m, lastTransitionTime: '2026-11-01T00:00:00Z'}]}}
    ---
    {apiVersion: placement.bleu.cloud/v1alpha1, kind: WorkloadPlacement, metadata: {name: a, namespace: shop}, spec: {workloadRef: {name: a}, assignments: [{zone: %1$s, replicas: 1}]}}
    """
        .formatted(zone, ready);
  }

  private static MigrationOrder order(MigrationPlan plan) {
    return Objects.requireNonNull(
        MigrationTranslator.read(plan, MigrationSamples.CATALOGUE).order());
  }

  private static MigrationPlanStatus status(
      MigrationPlan plan, List<Manifest> source, ApiObjects target) {
    MigrationOrder order = order(plan);
    return MigrationStatus.of(plan, order, MigrationSamples.planned(plan, order, source, target));
  }

  private static MigrationPlanStatus ofTwo(String more, String target) {
    return status(
        MigrationSamples.plan("{target: p, namespaces: [shop]" + more + "}"),
        MigrationSamples.text(TWO),
        MigrationSamples.objects(MigrationSamples.text(ZONES + target)));
  }

  private static String condition(MigrationPlanStatus status, String type) {
    Condition condition = Conditions.find(status.conditions(), type);
    return condition == null ? "" : condition.getStatus() + " " + condition.getReason();
  }

  private static List<String> states(MigrationPlanStatus status) {
    return status.waves().stream().map(MigrationPlanStatus.Wave::state).toList();
  }

  /** The same objects and the same rules: the status says what the command line says. */
  @Test
  void theStatusIsTheAnswerOfTheCommandLine() throws IOException {
    String example = "examples/aks-shop/move/plan.yaml";
    Typed typed =
        Typed.bleu(
            ("assess -f examples/aks-shop/today --plan --estate examples/migration --waves "
                    + example
                    + " -o json")
                .split(" "));
    assertEquals(0, typed.code(), typed.err());
    assertEquals("", typed.err());
    JsonNode tree = JSON.readTree(typed.out());
    MigrationPlan plan =
        ManifestObjects.of(ManifestReader.read(List.of(example), InputStream.nullInputStream()))
            .migrations()
            .get(0);
    plan.getMetadata().setGeneration(1L);
    MigrationPlanStatus status =
        status(
            plan,
            MigrationSamples.seen("examples/aks-shop/today"),
            MigrationSamples.objects(MigrationSamples.seen("examples/migration")));
    List<String> offline = new ArrayList<>();
    for (JsonNode wave : tree.path("waves")) {
      List<String> workloads = new ArrayList<>();
      wave.path("workloads").forEach(w -> workloads.add(w.path("workload").asText()));
      List<String> notes = new ArrayList<>();
      wave.path("rollBack").forEach(n -> notes.add(n.asText()));
      int stops = 0;
      for (JsonNode obstacle : wave.path("obstacles")) {
        stops += obstacle.path("kind").asText().equals("Look") ? 0 : 1;
      }
      offline.add(
          wave.path("wave").asInt()
              + wave.path("name").asText()
              + wave.path("date").asText()
              + workloads
              + stops
              + notes);
    }
    assertEquals(
        offline,
        status.waves().stream()
            .map(w -> w.wave() + w.name() + w.date() + w.workloads() + w.obstacles() + w.rollBack())
            .toList());
    assertEquals(List.of("Ready", "Frozen"), states(status));
    assertEquals("2027-02-15", status.waves().get(1).earliest());
    assertEquals(tree.path("nextWave").asInt(), status.next().wave());
    assertEquals(
        tree.path("waves").path(0).path("obstacles").findValuesAsText("says"),
        status.next().obstacles().stream().map(MigrationPlanStatus.Obstacle::message).toList());
    assertEquals("Look", status.next().obstacles().get(0).kind());
    JsonNode findings =
        JSON.readTree(Typed.bleu("assess", "-f", "examples/aks-shop/today", "-o", "json").out());
    List<Integer> counts = new ArrayList<>();
    for (String answer : List.of("Blocks", "Change", "Look", "Fine")) {
      int count = 0;
      for (JsonNode workload : findings.path("workloads")) {
        count += workload.path("answer").asText().equals(answer) ? 1 : 0;
      }
      counts.add(count);
    }
    MigrationPlanStatus.Inventory found = status.inventory();
    assertEquals(counts, List.of(found.blocks(), found.change(), found.look(), found.fine()));
    assertEquals(7, found.workloads());
    assertEquals("True MigrationPlanned", condition(status, "Ready"));
    assertEquals("False WaveNotYetDue", condition(status, MigrationStatus.CLEAR));
    assertEquals("", condition(status, "Reconciling") + condition(status, "Stalled"));
  }

  /** A manifest of a plan as the rules, and what is said of it or comes of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {target: bleu, namespaces: [shop], interval: 1m}              | 1 | state 10m or more
          {target: bleu, namespaces: [shop], accepted: [{code: Nothing, owner: o, reason: r, until: '2027-01-01'}]} | 1 | there is no finding "Nothing"
          {target: nowhere, namespaces: [shop]}                         | 1 | there is no target "nowhere"
          {target: s3ns, namespaces: [shop], selector: {matchLabels: {tier: two}}} | 0 | 1 wave.
          {target: s3ns, namespaces: [none]}                            | 1 | no object of Kubernetes
          """)
  void theCommandLineTakesTheManifestOfAPlan(
      String spec, int code, String told, @TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("plan.yaml"),
            "apiVersion: placement.bleu.cloud/v1alpha1\n"
                + "kind: MigrationPlan\n"
                + "metadata: {name: m}\n"
                + "spec: "
                + spec);
    Typed typed = Typed.withInput(TWO, "assess", "-f", "-", "--plan", "--waves", file.toString());
    assertEquals(code, typed.code(), typed.out() + typed.err());
    assertTrue((typed.out() + typed.err()).contains(told), typed.out() + typed.err());
    assertFalse(typed.out().contains("Deployment shop/a"), typed.out());
    if (code == 0) {
      Typed plan = Typed.withInput(ZONES, "plan", "-f", "-", "-f", file.toString());
      assertEquals(0, plan.code(), plan.err());
    }
  }

  /** What there is of a workload: whether it has moved, and keeps others of its wave back. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          p-1 | True  | 1 | Done    | True  |
          p-1 | False | 0 | Ready   | True  | look first: Deployment shop/a: its BleuWorkload is placed on the target and not ready
          q-1 | True  | 0 | Blocked | False | Deployment shop/a: its BleuWorkload stands in zones of other providers: q-1
          """)
  void whatRunsOnTheTargetHasMoved(
      String zone, String ready, int moved, String state, String goes, String told) {
    MigrationPlanStatus status = ofTwo(", mostWorkloads: 1", held(zone, ready));
    assertEquals(moved, status.inventory().moved());
    assertEquals(state, states(status).get(0));
    assertEquals(moved == 1 ? 2 : 1, status.next().wave());
    Condition clear = Conditions.find(status.conditions(), MigrationStatus.CLEAR);
    assertEquals(goes, clear.getStatus());
    assertTrue(clear.getMessage().contains(told == null ? "wave 2" : told), clear.getMessage());
  }

  /** A night ends, and the first of two is there: the other one may follow. */
  @ParameterizedTest
  @CsvSource({"True, Ready, True NothingInTheWay", "False, Ready, True NothingInTheWay"})
  void aWaveThatHasBegunGoesOnAfterItsDay(String ready, String state, String goes) {
    String dated = ", waves: [{wave: 1, date: '2026-11-01'}]";
    MigrationPlanStatus status = ofTwo(dated, held("p-1", ready));
    assertEquals(List.of(state), states(status));
    assertEquals(goes, condition(status, MigrationStatus.CLEAR));
    assertEquals("False WaveDateOver", condition(ofTwo(dated, ""), MigrationStatus.CLEAR));
  }

  /**
   * Its day was the 23rd, and the operator was silent: what somebody let past from its first hour
   * on has begun it, and the other one follows. What came before has not, and that is told.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          22T23:00:00 | 1 Ready true | nothing that is known stands in the way of wave 1
          22T22:59:59 | 1 Blocked false | 2026-11-23 is over, and nothing of it has moved, but for 1 of it let past before that day; give it a later date
          ''          | 1 Blocked false | 2026-11-23 is over, and nothing of it has moved; give it a later date
          """)
  void aWaveDoesNotBlockItself(String came, String turns, String told) {
    MigrationPlan plan =
        MigrationSamples.plan(
            "{target: p, namespaces: [shop], waves: [{wave: 1, date: '2026-11-23'}]}");
    MigrationPlanStatus status = ofTwoWaves(plan, came, "OVERRIDE");
    assertEquals(turns, turns(status));
    Condition clear = Conditions.find(status.conditions(), MigrationStatus.CLEAR);
    assertTrue(clear.getMessage().contains(told), clear.getMessage());
  }

  /**
   * Whose turn it is on 24 November 2026 at noon, where one of the second of two waves is there: by
   * what the last status says of it and when it was created, whatever is written on it.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                   | ''                          | 24T11:00:00 | ''  | 1 Ready true, 2 Waiting false  | ''
          ''                                                   | ''                          | 24T11:00:00 | OVERRIDE | 1 Ready true, 2 Waiting false  | ''
          ''                                                   | BEGUN                       | 01T00:00:00 | ''  | 1 Ready true, 2 Waiting true   | Deployment shop/a
          ''                                                   | BEGUN                       | 01T00:00:00 | OVERRIDE | 1 Ready true, 2 Waiting true   | Deployment shop/a
          ''                                                   | open: true, since: 10:00:00.7  | 24T10:00:00 | ''  | 1 Ready true, 2 Waiting true   | Deployment shop/a
          ''                                                   | open: true, since: 10:00:00.7  | 24T09:59:59 | ''  | 1 Ready true, 2 Waiting false  | ''
          ''                                                   | open: true                  | 24T11:00:00 | ''  | 1 Ready true, 2 Waiting true   | Deployment shop/a
          ''                                                   | open: true                  | 24T08:00:00 | ''  | 1 Ready true, 2 Waiting false  | ''
          ''                                                   | open: false                 | 24T11:00:00 | ''  | 1 Ready true, 2 Waiting false  | ''
          ''                                                   | open: false, since: 10:00:00.7 | 24T11:00:00 | ''  | 1 Ready true, 2 Waiting true   | Deployment shop/a
          freezes: [{from: '2026-11-24', until: '2026-11-24'}] | BEGUN                       | 01T00:00:00 | ''  | 1 Frozen false, 2 Waiting false | Deployment shop/a
          waves: [{wave: 2, date: '2026-11-25'}]               | BEGUN                       | 01T00:00:00 | ''  | 1 Ready true, 2 Waiting false  | Deployment shop/a
          waves: [{wave: 2, date: '2026-11-23'}]               | BEGUN                       | 01T00:00:00 | ''  | 1 Ready true, 2 Waiting true   | Deployment shop/a
          waves: [{wave: 2, date: '2026-11-23'}]               | ''                          | 22T22:00:00 | ''  | 1 Ready true, 2 Blocked false  | ''
          waves: [{wave: 2, date: '2026-11-23'}]               | ''                          | 22T23:00:00 | OVERRIDE | 1 Ready true, 2 Waiting false  | ''
          """)
  void whoseTurnItIs(
      String rules, String before, String came, String annotation, String turns, String begun) {
    MigrationPlan plan = ofTwoWaves(rules);
    String status =
        before
            .replace("BEGUN", "begun: [Deployment shop/a]")
            .replaceFirst(
                "^(open: .*)",
                "turns: [{wave: 2, state: Ready, $1, namespace: shop, kind: Deployment, names: [a,"
                    + " b]}]")
            .replaceFirst("since: ([0-9:.]+)", "since: '2026-11-24T$1Z'");
    plan.setStatus(
        Serialization.unmarshal(
            "---\n{readAt: '2026-11-24T10:00:00Z'" + (status.isEmpty() ? "" : ", " + status) + "}",
            MigrationPlanStatus.class));
    MigrationPlanStatus read = ofTwoWaves(plan, came, annotation);
    assertEquals(turns, turns(read));
    assertEquals(begun, String.join(", ", read.begun()));
  }

  /** It is written down, kept by a later reading without it, by a fault, and by another spec. */
  @Test
  void whatHasBegunStaysSo() {
    MigrationPlan plan = ofTwoWaves("");
    plan.setStatus(ofTwoWaves(plan, "", ""));
    List<String> since = plan.getStatus().turns().stream().map(t -> t.since()).toList();
    assertEquals(Arrays.asList(MigrationSamples.NOW.toString(), null), since);
    assertEquals(List.of(), plan.getStatus().begun());
    assertEquals("2026-11-24T23:00:00Z", plan.getStatus().turnsUntil());
    plan.setStatus(
        Serialization.unmarshal(
            "---\n{begun: [Deployment shop/b, Deployment shop/none]}", MigrationPlanStatus.class));
    plan.getMetadata().setGeneration(2L);
    MigrationFault fault = new MigrationFault("InventoryUnreadable", "again", false);
    plan.setStatus(MigrationStatus.of(plan, fault, MigrationSamples.NOW));
    plan.setStatus(ofTwoWaves(plan, "", ""));
    assertEquals(List.of("Deployment shop/b"), plan.getStatus().begun());
    assertEquals("1 Ready true, 2 Waiting true", turns(plan.getStatus()));
  }

  private static MigrationPlan ofTwoWaves(String rules) {
    return MigrationSamples.plan(
        "{target: p, namespaces: [shop], mostWorkloads: 2, together: [{objects: [Deployment"
            + " shop/a, Deployment shop/b], reason: r}]"
            + (rules.isEmpty() ? "" : ", " + rules)
            + "}");
  }

  /**
   * @param came day of November and time; empty: nothing of the second wave is there
   */
  private static MigrationPlanStatus ofTwoWaves(
      MigrationPlan plan, String came, String annotation) {
    String many =
        TWO
            + "---\n"
            + TWO.substring(0, TWO.indexOf("---"))
                .replace("name: a,", "name: 0a,")
                .replace("app: a", "app: 0a");
    String there =
        held("p-1", "True")
            .replaceFirst(
                "metadata: \\{",
                "metadata: {creationTimestamp: '2026-11-"
                    + came
                    + "Z', annotations: {"
                    + annotation.replace("OVERRIDE", "placement.bleu.cloud/wave-override: tried")
                    + "}, ");
    return status(
        plan,
        MigrationSamples.text(many),
        MigrationSamples.objects(MigrationSamples.text(ZONES + (came.isEmpty() ? "" : there))));
  }

  private static String turns(MigrationPlanStatus status) {
    return status.turns().stream()
        .map(t -> t.wave() + " " + t.state() + " " + t.open())
        .collect(Collectors.joining(", "));
  }

  /** The other provider has ten times the room; what moves to this one does not go there. */
  @Test
  void whatMovesLandsAtTheTargetAlone() {
    String large = TWO.replace("cpu: 1,", "cpu: 20,");
    MigrationPlanStatus status =
        status(
            MigrationSamples.plan("{target: p, namespaces: [shop]}"),
            MigrationSamples.text(large),
            MigrationSamples.objects(MigrationSamples.text(ZONES)));
    assertEquals("False WaveNotPlaced", condition(status, MigrationStatus.CLEAR));
    assertEquals(List.of("Blocked"), states(status));
    MigrationPlanStatus there =
        status(
            MigrationSamples.plan("{target: q, namespaces: [shop]}"),
            MigrationSamples.text(large),
            MigrationSamples.objects(MigrationSamples.text(ZONES)));
    assertEquals("True NothingInTheWay", condition(there, MigrationStatus.CLEAR));
  }

  @Test
  void aSecretThatIsNotReadIsCountedAsNotSeen() {
    assertEquals(1, ofTwo("", "").inventory().notSeen());
  }

  @Test
  void aSelectorIsForWorkloads() {
    MigrationPlanStatus status = ofTwo(", selector: {matchLabels: {tier: two}}", "");
    assertEquals(List.of("Deployment shop/b"), status.waves().get(0).workloads());
    assertEquals(1, status.inventory().workloads());
  }

  @Test
  void nothingThatIsSelectedOpensNoGate() {
    MigrationPlanStatus status = ofTwo(", selector: {matchLabels: {tier: three}}", "");
    assertEquals("False NoWorkloads", condition(status, MigrationStatus.CLEAR));
    assertNull(status.next());
  }

  /** An open Blocks closes the gate until somebody accepts it, and again after that has ended. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -          | False OpenBlocks      | 1 | 0 |
          2026-11-24 | True NothingInTheWay  | 0 | 1 | InForce
          2026-11-23 | False OpenBlocks      | 1 | 0 | Expired
          """)
  void anOpenBlockClosesTheGate(
      String until, String clear, int blocks, int accepted, String state) {
    String arm =
        TWO.replace(
            "{containers: [{name: c, image: i, envFrom",
            "{nodeSelector: {kubernetes.io/arch: arm64}, containers: [{name: c, image: i, envFrom");
    String exception =
        until.equals("-")
            ? ""
            : ", accepted: [{code: ArchNotThere, owner: shop, reason: r, until: '" + until + "'}]";
    MigrationPlanStatus status =
        status(
            MigrationSamples.plan(
                "{target: s3ns, namespaces: [shop], selector: {matchLabels: {tier: one}}"
                    + exception
                    + "}"),
            MigrationSamples.text(arm),
            MigrationSamples.objects(
                MigrationSamples.text(
                    ZONES
                        .replace("name: p}", "name: s3ns}")
                        .replace("provider: p,", "provider: s3ns,"))));
    assertEquals(clear, condition(status, MigrationStatus.CLEAR));
    assertEquals(
        List.of(blocks, accepted),
        List.of(status.inventory().blocks(), status.inventory().accepted()));
    assertEquals(
        state == null ? List.of() : List.of("shop " + state + " " + accepted),
        status.accepted().stream()
            .map(a -> a.owner() + " " + a.state() + " " + a.findings())
            .toList());
  }

  /**
   * What the plan says of owners, the annotation of the Deployment, and a finding with its state,
   * its owner, who states that, and until when. The command line says the same.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -                                         |          | Open null NotStated null
          -                                         | web team | Open web team Annotation null
          owners: [{object: '* shop/*', owner: ops}] | web team | Open ops Plan null
          owners: [{object: '* side/*', owner: ops}] | web team | Open web team Annotation null
          accepted: [{code: ArchNotThere, owner: anne, reason: r, until: '2026-11-24'}] | web team | Accepted anne Acceptance 2026-11-24
          accepted: [{code: ArchNotThere, owner: anne, reason: r, until: '2026-11-23'}] | web team | AcceptanceExpired anne Acceptance 2026-11-23
          accepted: [{code: ArchNotThere, object: 'Deployment shop/b', owner: anne, reason: r, until: '2026-11-24'}] | | Open null NotStated null
          """)
  void eachFindingHasAStateAndAnOwner(
      String more, String annotation, String expected, @TempDir Path folder) throws IOException {
    String source =
        TWO.replace(
            "{containers: [{name: c, image: i, envFrom",
            "{nodeSelector: {kubernetes.io/arch: arm64}, containers: [{name: c, image: i, envFrom");
    if (annotation != null) {
      source =
          source.replace(
              "{name: a, namespace: shop, labels",
              "{name: a, namespace: shop, annotations: {a8r.io/owner: " + annotation + "}, labels");
    }
    String spec = "{target: s3ns, namespaces: [shop]" + (more.equals("-") ? "" : ", " + more) + "}";
    String zones =
        ZONES.replace("name: p}", "name: s3ns}").replace("provider: p,", "provider: s3ns,");
    MigrationPlanStatus status =
        status(
            MigrationSamples.plan(spec),
            MigrationSamples.text(source),
            MigrationSamples.objects(MigrationSamples.text(zones)));
    List<MigrationFinding> all = status.findings();
    List<String> told =
        all.stream()
            .filter(f -> f.code().equals("ArchNotThere"))
            .map(f -> f.state() + " " + f.owner() + " " + f.ownerFrom() + " " + f.until())
            .toList();
    assertEquals(List.of(expected), told);
    assertEquals(
        all.stream()
            .filter(f -> f.owner() == null && List.of("Blocks", "Change").contains(f.severity()))
            .count(),
        status.inventory().withoutOwner().longValue());
    assertNull(status.moreFindings());
    Path file =
        Files.writeString(
            folder.resolve("plan.yaml"),
            "apiVersion: placement.bleu.cloud/v1alpha1\n"
                + "kind: MigrationPlan\n"
                + "metadata: {name: m}\n"
                + "spec: "
                + spec);
    Typed typed =
        Typed.withInput(source, ("assess -f - --plan -o json --waves " + file).split(" "));
    List<String> offline = new ArrayList<>();
    for (JsonNode f : JSON.readTree(typed.out()).path("findings")) {
      offline.add(
          String.join(
              " ",
              f.path("code").asText(),
              f.path("object").asText(),
              f.path("state").asText(),
              f.path("owner").asText(),
              f.path("ownerFrom").asText(),
              f.path("until").asText()));
    }
    assertEquals(
        all.stream()
            .map(
                f ->
                    String.join(
                        " ",
                        f.code(),
                        f.object(),
                        f.state(),
                        Objects.requireNonNullElse(f.owner(), ""),
                        f.ownerFrom(),
                        Objects.requireNonNullElse(f.until(), "")))
            .toList(),
        offline);
  }

  /** What kubectl prints of another cluster is a target. */
  @Test
  void whatIsExportedElsewhereIsATarget(@TempDir Path folder) throws IOException {
    String items =
        ZONES
            .lines()
            .filter(l -> l.contains("placement.bleu.cloud"))
            .map(
                l ->
                    l.replace(
                        "metadata: {",
                        "status: {observedGeneration: 1}, metadata: {uid: u, resourceVersion: '7',"
                            + " managedFields: [{manager: m}], "))
            .collect(Collectors.joining(",\n"));
    Path estate =
        Files.writeString(
            folder.resolve("estate.yaml"),
            "{apiVersion: v1, kind: List, metadata: {resourceVersion: ''}, items: ["
                + items
                + "]}");
    Path plan =
        Files.writeString(
            folder.resolve("plan.yaml"),
            "{apiVersion: placement.bleu.cloud/v1alpha1, kind: MigrationPlan, metadata: {name: m},"
                + " spec: {target: p, namespaces: [shop]}}");
    Typed typed =
        Typed.withInput(
            TWO, ("assess -f - --plan -o json --waves " + plan + " --estate " + estate).split(" "));
    assertEquals(0, typed.code(), typed.err());
    assertEquals(
        "p-1=1", JSON.readTree(typed.out()).at("/waves/0/workloads/0/zones").asText(), typed.out());
  }

  /** A spec, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {target: p, namespaces: []}                                                   | spec.namespaces: names no namespace
          {target: r, namespaces: [shop]}                                               | spec.target: no AvailabilityZone that is known in this cluster is of "r"
          {target: r, namespaces: [shop]}                                               | if it runs an operator of its own, export its zones there and plan with
          {target: p, namespaces: [shop], owners: [{object: '* shop/*'}]}               | spec.owners[0].owner: is missing
          {target: p, namespaces: [shp]}                                                | did you mean shop?
          {target: p, namespaces: [shop], interval: 5m}                                 | state 10m or more
          {target: p, namespaces: [shop], interval: soon}                               | not a duration
          {target: p, namespaces: [shop], waves: [{wave: 1, date: '2027-02-30'}]}       | spec.waves[0].date
          {target: p, namespaces: [shop], waves: [{wave: 1}, {wave: 1}]}                | wave 1 is there already
          {target: p, namespaces: [shop], freezes: [{from: '2027-02-02', until: '2027-02-01'}]} | exchange from and until
          {target: p, namespaces: [shop], together: [{objects: []}]}                    | spec.together[0].objects: names no workload
          {target: p, namespaces: [shop], accepted: [{code: NoProb, owner: o, reason: r, until: '2027-01-01'}]} | did you mean NoProbe?
          {target: p, namespaces: [shop], accepted: [{code: NoProbe, reason: r, until: '2027-01-01'}]} | spec.accepted[0].owner: is missing
          {target: p, namespaces: [shop], selector: {matchExpressions: [{key: a, operator: Is}]}} | spec.selector.matchExpressions[0].operator
          """)
  void aWrongSpecIsStalledAndSaysWhatToDo(String spec, String told) {
    MigrationPlan plan = MigrationSamples.plan(spec);
    MigrationTranslator.Read read =
        MigrationTranslator.read(
            plan,
            MigrationSamples.CATALOGUE,
            MigrationSamples.objects(MigrationSamples.text(ZONES)));
    assertNull(read.order());
    MigrationPlanStatus status = MigrationStatus.of(plan, read.problems(), MigrationSamples.NOW);
    assertEquals("True InvalidSpec", condition(status, "Stalled"));
    assertEquals("False InvalidSpec", condition(status, "Ready"));
    assertEquals("Unknown MigrationNotPlanned", condition(status, MigrationStatus.CLEAR));
    String message = Conditions.find(status.conditions(), "Stalled").getMessage();
    assertTrue(message.contains(told), message);
  }

  /** While the cluster cannot be read the gate is shut, and what was found before stays. */
  @Test
  void aFaultKeepsWhatWasFoundForTheSameSpec() {
    MigrationPlan plan = MigrationSamples.plan("{target: p, namespaces: [shop]}");
    plan.setStatus(ofTwo("", ""));
    MigrationFault fault = new MigrationFault("InventoryUnreadable", "later", false);
    MigrationPlanStatus status = MigrationStatus.of(plan, fault, MigrationSamples.NOW);
    assertEquals(plan.getStatus().waves(), status.waves());
    assertTrue(plan.getStatus().turns().get(0).open());
    assertEquals(WaveTurns.shut(plan.getStatus().turns()), status.turns());
    assertFalse(status.turns().get(0).open());
    assertEquals("True InventoryUnreadable", condition(status, "Reconciling"));
    assertEquals("Unknown MigrationNotPlanned", condition(status, MigrationStatus.CLEAR));
    plan.getMetadata().setGeneration(2L);
    MigrationPlanStatus other = MigrationStatus.of(plan, fault, MigrationSamples.NOW);
    assertEquals(List.of(), other.waves());
    assertEquals(2L, other.observedGeneration());
    assertFalse(MigrationStatus.isPlanned(other));
  }

  /** Each list ends, and the rest is counted. */
  @Test
  void theStatusIsBounded() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 130; i++) {
      many.append(
          """
          {apiVersion: apps/v1, kind: Deployment, metadata: {name: w%s, namespace: shop}, spec: {template: {metadata: {labels: {app: w%s}}, spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 100, memory: 1Gi}}}]}}}}
          ---
          """
              .replace("%s", String.valueOf(i)));
    }
    MigrationPlan plan =
        MigrationSamples.plan("{target: p, namespaces: [shop], mostWorkloads: 50}");
    ApiObjects target = MigrationSamples.objects(MigrationSamples.text(ZONES));
    MigrationPlanStatus status = status(plan, MigrationSamples.text(many.toString()), target);
    assertEquals(MigrationPlanStatus.OBSTACLES, status.next().obstacles().size());
    assertEquals(31, status.next().moreObstacles());
    assertEquals(MigrationPlanStatus.WORKLOADS, status.waves().get(0).workloads().size());
    assertEquals(25, status.waves().get(0).moreWorkloads());
    // Admission goes by the turns, whatever the lists for people have.
    assertEquals(130, WaveTurns.count(status.turns()));
    assertNull(status.moreTurns());
    MigrationPlanStatus waves =
        status(
            MigrationSamples.plan("{target: p, namespaces: [shop], mostWorkloads: 4}"),
            MigrationSamples.text(many.toString()),
            target);
    assertEquals(MigrationPlanStatus.WAVES, waves.waves().size());
    assertEquals(3, waves.moreWaves());
  }

  /** Dates and freezes, and what the gate says on 24 November 2026. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-11-24 | 2026-12-20 | 2027-01-05 | True NothingInTheWay
          2027-01-12 | 2026-12-20 | 2027-01-05 | False WaveNotYetDue
          2027-01-12 | 2026-11-20 | 2026-11-24 | False WaveFrozen
          2026-11-24 | 2026-11-24 | 2026-11-24 | False WaveFrozen
          2026-11-23 | 2026-11-20 | 2026-11-24 | False WaveDateOver
          """)
  void theGateOpensOnTheDayOfTheWaveAndInNoFreeze(
      String date, String from, String until, String clear) {
    MigrationPlanStatus status =
        ofTwo(
            ", waves: [{wave: 1, date: '%s'}], freezes: [{from: '%s', until: '%s'}]"
                .formatted(date, from, until),
            "");
    assertEquals(clear, condition(status, MigrationStatus.CLEAR));
  }

  @Test
  void aRuleThatIsOfNothingIsTold() {
    MigrationPlanStatus status =
        ofTwo(", waves: [{wave: 9, name: last}], together: [{objects: [Deployment shop/no]}]", "");
    String message = Conditions.find(status.conditions(), "Ready").getMessage();
    assertTrue(message.contains("there is no wave 9 to be called last"), message);
    assertTrue(message.contains("no workload is Deployment shop/no"), message);
    assertEquals(
        "",
        Conditions.find(ofTwo("", "").conditions(), "Ready")
            .getMessage()
            .replaceFirst("the cluster was read, and its waves are planned", ""));
  }

  @Test
  void aFreezeWithoutEndHasNoEarliestDay() {
    MigrationPlanStatus status =
        ofTwo(", freezes: [{from: '2026-11-20', until: '9999-12-31'}]", "");
    assertNull(status.waves().get(0).earliest());
    String message = Conditions.find(status.conditions(), MigrationStatus.CLEAR).getMessage();
    assertTrue(message.contains("end the freeze first"), message);
  }

  /** Whose BleuWorkload refers to which Deployment, and what that is for a. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a    | a | Done    |
          mine | a | Done    |
          a    | b | Blocked | refers to the Deployment shop/b
          """)
  void aWorkloadRunsTheDeploymentThatItRefersTo(
      String name, String deployment, String state, String told) {
    String held =
        held("p-1", "True")
            .replace("metadata: {name: a,", "metadata: {name: " + name + ",")
            .replace("workloadRef: {name: a}", "workloadRef: {name: " + name + "}")
            .replace("deploymentRef: {name: a}", "deploymentRef: {name: " + deployment + "}");
    MigrationPlanStatus status = ofTwo(", mostWorkloads: 1", held);
    MigrationPlanStatus.Wave wave =
        status.waves().stream()
            .filter(w -> w.workloads().contains("Deployment shop/a"))
            .findFirst()
            .orElseThrow();
    assertEquals(state, wave.state());
    String conditions = status.conditions().toString();
    assertFalse(conditions.contains("delete one of the two"), conditions);
    assertTrue(told == null || conditions.contains(told), conditions);
  }

  /** Freezes that follow each other are passed over at once. */
  @Test
  void theEarliestDayLiesInNoFreeze() {
    MigrationPlanStatus status =
        ofTwo(
            ", waves: [{wave: 1, name: pilot}], freezes: [{from: '2026-11-20', until:"
                + " '2026-11-30'}, {from: '2026-12-01', until: '2026-12-05'}]",
            "");
    MigrationPlanStatus.Wave wave = status.waves().get(0);
    assertEquals("2026-12-06", wave.earliest());
    assertEquals("pilot", wave.name());
    assertEquals("Frozen", wave.state());
    assertEquals("False WaveFrozen", condition(status, MigrationStatus.CLEAR));
    assertEquals(
        WaveRules.MOST_WORKLOADS,
        order(MigrationSamples.plan(SHOP.formatted(""))).rules().mostWorkloads());
  }

  /** The namespaces of today are governed by nobody; policies are asked as if they were. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                         | ''                          | True NothingInTheWay | no policy of the target holds 2
          appliesTo: {}              | ''                          | False WaveNotPlaced  | NoZoneAllowed
          appliesTo: {dataClasses: [Health]} | ''                  | True NothingInTheWay | is taken as Ordinary
          appliesTo: {dataClasses: [Health]} | , dataClasses: [Health] | False WaveNotPlaced | NoZoneAllowed
          """)
  void policiesBindWhatIsToMove(String appliesTo, String stated, String clear, String told) {
    String policy =
        "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: SovereigntyPolicy, metadata: {name: q}, spec: {"
            + appliesTo
            + ", facts: {maxAgeDays: 1500, acceptBasis: [Press]}, rules: [{name: q, rule: qualified-offering, action: Enforce, parameters: {acceptStates: [Qualified]}}]}}\n";
    MigrationPlanStatus status = ofTwo(stated, appliesTo.isEmpty() ? "" : policy);
    assertEquals(clear, condition(status, MigrationStatus.CLEAR));
    String message = Conditions.find(status.conditions(), MigrationStatus.CLEAR).getMessage();
    assertTrue(message.contains(told), message);
  }
}
