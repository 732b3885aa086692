package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the verbs say of a loss that nobody reports: what moves, what waits, what may run on. */
class UnreportedLossTest {

  private static String zone(String name, String target) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %1$s}
        spec:
          provider: acme
          offerings: [all]
          region: r
          site: site-%1$s
          location: {country: FR}
          capacity: {cpu: 20, memory: 160Gi}
          target: %2$s
        ---
        """
        .formatted(name, target);
  }

  private static final String PROVIDER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec: {offerings: [{name: all, layers: [CaaS], regions: [r]}]}
      ---
      """;

  /** Three zones, of which {@code fc-1} is what is said. */
  private static String estate(String target) {
    return PROVIDER
        + zone("a", "{nodeSelector: {zone: a}}")
        + zone("b", "{nodeSelector: {zone: b}}")
        + zone("fc-1", target);
  }

  private static String web(String resilience) {
    return PlanCommandTest.workload(
        "web",
        3,
        "layers: [CaaS]\nresilience: {spread: [{over: Zone, min: 3, whenUnsatisfiable: PlaceAnyway}]"
            + resilience
            + "}");
  }

  private static JsonNode whatIf(String input, String... losses) throws Exception {
    List<String> typed = new ArrayList<>(List.of("what-if", "-f", "-", "-o", "json"));
    for (String loss : losses) {
      typed.addAll(List.of("--lose", loss));
    }
    String out = Typed.withInput(input, typed.toArray(String[]::new)).out();
    return new ObjectMapper().readTree(out).path("unreported");
  }

  private static final String MEMBER = "{cluster: {kubeconfigSecretRef: {name: fc-1}}}";

  /** By what the zone is, what the workload asks for, and what is lost. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {nodeSelector: {zone: fc-1}}                   |                                 | fc-1   | 1 | 0 |
          {cluster: {kubeconfigSecretRef: {name: fc-1}}} |                                 | fc-1   | 1 | 0 |
          {clusterProfile: {name: fc-1, namespace: f}}   |                                 | fc-1   | 1 | 0 |
          {openClusterManagement: {managedCluster: fc}}  |                                 | fc-1   | 0 | 1 | the loss of a cluster of Open Cluster Management is not inferred
          {cluster: {kubeconfigSecretRef: {name: fc-1}}} | , failover: {unfenced: Wait}    | fc-1   | 0 | 1 | failover.unfenced: Wait
          {cluster: {kubeconfigSecretRef: {name: fc-1}}} | , quorum: true                  | fc-1   | 0 | 1 | a quorum
          {cluster: {kubeconfigSecretRef: {name: fc-1}}} |                                 | a fc-1 | 0 | 2 | ViewInDoubt
          {openClusterManagement: {managedCluster: fc}}  | , failover: {after: 90s}        | a      | 1 | 0 |
          {openClusterManagement: {managedCluster: fc}}  | , quorum: true                  | a fc-1 | 0 | 2 | a: waits for a report, because it is a quorum
          {openClusterManagement: {managedCluster: fc}}  | , quorum: true                  | a fc-1 | 0 | 2 | fc-1: waits for a report, because the loss of a cluster of Open Cluster Management
          """)
  void whatMovesAndWhatWaits(
      String target, String asked, String lost, int moves, int waits, String why) throws Exception {
    JsonNode told =
        whatIf(
            estate(target == null ? "" : target).replace("\n\n---", "\n---")
                + web(asked == null ? "" : asked),
            lost.split(" "));
    JsonNode web = told.path("workloads").path(0);
    assertEquals("web", web.path("name").asText(), told.toString());
    assertEquals(moves, web.path("moves").asInt(), told.toString());
    int waiting = 0;
    for (JsonNode zone : web.path("waits")) {
      waiting += zone.asInt();
    }
    assertEquals(waits, waiting, told.toString());
    assertTrue(web.path("message").asText().contains(why == null ? "" : why), told.toString());
    assertEquals(moves > 0 ? "Unconfirmed" : "", web.path("fenced").asText(), told.toString());
  }

  @Test
  void peopleReadWhatMovesAndWhatWaits() {
    String[] lost = {"what-if", "-f", "-", "--lose", "fc-1"};
    String input =
        estate(MEMBER)
            + web("")
            + web(", quorum: true").replace("name: web,", "name: votes,")
            + web(", failover: {after: 90s, unfenced: Wait}").replace("name: web,", "name: api,");
    Typed typed = Typed.withInput(input, lost);
    assertTrue(
        typed
            .out()
            .contains(
                """

                While nobody reports the loss
                  waits for a report, because it asks for that with failover.unfenced: Wait: shop/api (1)
                  waits for a report, because it is a quorum, of which no half may go on twice: shop/votes (1)
                  what has a new place moves once the zone is silent for 1m, and what ran there may run on
                    (fenced: Unconfirmed): shop/web (1)
                  To report it, once nothing runs there any more: kubectl annotate az fc-1
                    placement.bleu.cloud/incident=Lost

                """),
        typed.out());
    assertFalse(
        Typed.withInput(input, "what-if", "-f", "-", "--at", "2027-01-01")
            .out()
            .contains("nobody reports"));
  }

  /** Karmada's own zones, and data that nobody replicates. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          examples/karmada  | nord-1 | the loss of a cluster of Karmada is not inferred
          examples/hospital | par7s  | it has volumes
          """)
  void whatNoSilenceMoves(String directory, String lost, String why) {
    String said = Typed.bleu("what-if", "-f", directory, "--lose", lost).out();
    assertTrue(said.replaceAll("\\s+", " ").contains("waits for a report, because " + why), said);
  }

  /** A zone that fell silent, and what the operator wrote down of it. */
  private static final String FENCED =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: web, namespace: shop}
      spec: {workloadRef: {name: web}, assignments: [{zone: a, replicas: 2}, {zone: b, replicas: 1}]}
      status:
        zones:
        - {zone: a, replicas: 2, ready: 2}
        - {zone: fc-1, replicas: 0, unknownSince: "2026-11-24T00:00:00Z", fenced: Unconfirmed}
      ---
      """;

  /** By verb and language: what would wait for a report, and what may run on now. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          explain shop/web -f -           | May run on what it had in fc-1 may run on (fenced: Unconfirmed), as nothing is heard of it since
          explain shop/web -f -           | If it is lost a, b: what has a new place moves once the zone is silent for 1m
          explain shop/web -f - --lang fr | Peut tourner encore ce qu'elle avait dans fc-1 peut tourner encore
          explain shop/web -f - --lang fr | En cas de perte a, b : ce qui a une nouvelle place part
          explain shop/web -f - -o json   | "mayRunOn": [ "fc-1" ]
          explain shop/web -f - -o json   | "unreported": { "a": "what has a new place moves
          doctor -n shop -f -             | What may run on in zones of which nothing is heard KIND NAME CODE WHY, AND WHAT TO DO WorkloadPlacement web FenceUnconfirmed what it had in fc-1
          doctor -n shop -f - -o json     | "code": "FenceUnconfirmed"
          """)
  void whatMayRunOnIsTold(String typed, String told) {
    String input = estate(MEMBER) + web("") + FENCED;
    String said = Typed.withInput(input, typed.split(" ")).out().replaceAll("\\s+", " ");
    assertTrue(said.contains(told), said);
    String heard =
        Typed.withInput(input.replace(", fenced: Unconfirmed", ""), typed.split(" ")).out();
    assertFalse(heard.contains("Unconfirmed") && heard.contains("nothing is heard of it"), heard);
  }

  /** The page of the estate tells it of each loss, in JSON with every workload. */
  @Test
  void thePageTellsWhatMovesAndWhatWaits() throws Exception {
    String input =
        estate(MEMBER) + web("") + web(", quorum: true").replace("name: web,", "name: votes,");
    JsonNode page =
        new ObjectMapper()
            .readTree(Typed.withInput(input, "report", "-f", "-", "-o", "json").out());
    List<String> told = new ArrayList<>();
    for (JsonNode loss : page.path("losses")) {
      if (loss.path("id").asText().equals("lose-fc-1")) {
        for (JsonNode one : loss.path("unreported")) {
          told.add(
              one.path("name").asText()
                  + " moves "
                  + one.path("moves").asInt()
                  + ", waits "
                  + one.path("waits").path(0).path("replicas").asInt());
        }
      }
    }
    assertEquals(List.of("votes moves 0, waits 1", "web moves 1, waits 0"), told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          report -f - -o html           | <h4>While nobody reports the loss</h4>        | what has a new place moves once the zone is silent for 1m, and what ran there may run on (fenced: Unconfirmed): shop/web (1)</li>
          report -f - -o html           | waits for a report, because it is a quorum    | may go on twice: shop/votes (1)</li>
          report -f - -o html --lang fr | <h4>Tant que personne ne déclare la perte</h4> | : shop/votes (1)</li>
          report -f - -o html --redact  | waits for a report, because it is a quorum    | may go on twice: workload-1 (1)</li>
          """)
  void peopleReadItOnThePage(String typed, String first, String then) {
    String input =
        estate(MEMBER) + web("") + web(", quorum: true").replace("name: web,", "name: votes,");
    String said = Typed.withInput(input, typed.split(" ")).out().replaceAll("\\s+", " ");
    String panel = said.substring(said.indexOf("id=\"lose-fc-1\""));
    panel = panel.substring(0, panel.indexOf("</article>"));
    assertTrue(panel.contains(first), panel);
    assertTrue(panel.contains(then), panel);
  }
}
