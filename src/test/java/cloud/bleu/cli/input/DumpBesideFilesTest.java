package cloud.bleu.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.PlanCommandTest;
import cloud.bleu.cli.Typed;
import cloud.bleu.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cluster printed of objects completes the files that state them. */
class DumpBesideFilesTest {

  private static final String WEB = PlanCommandTest.workload("web", 2, "");

  /** Both replicas are in south since the loss of north, where one of them is at home. */
  private static final String MOVED =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: web, namespace: shop, uid: p1}
      spec:
        workloadRef: {name: web}
        assignments: [{zone: north, replicas: 0, home: 1}, {zone: south, replicas: 2, home: 1}]
      ---
      """;

  private static final String LOST =
      north(
          "7f1c", "annotations: {placement.bleu.cloud/incident: Lost}", "cpu: 4", "{workloads: 0}");

  @TempDir private Path folder;

  private static String north(String uid, String metadata, String capacity, String status) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: AvailabilityZone
    metadata:
      name: north
      uid: %s
      generation: 1
      %s
    spec:
      provider: acme
      region: r
      site: site-north
      location: {country: FR}
      capacity: {%s, memory: 8Gi}
      target: {nodeSelector: {zone: north}}
    status: %s
    ---
    """
        .formatted(uid, metadata, capacity, status);
  }

  /** What {@code bleu plan} says of files, and of a dump that is given after or before them. */
  private Typed plan(String files, String dump, boolean after) throws IOException {
    Path stated = Files.writeString(folder.resolve("estate.yaml"), files);
    Path seen = Files.writeString(folder.resolve("cluster.yaml"), dump);
    Typed typed =
        after
            ? Typed.bleu("plan", "-f", stated.toString(), "-f", seen.toString())
            : Typed.bleu("plan", "-f", seen.toString(), "-f", stated.toString());
    return new Typed(typed.code(), typed.out(), typed.err().replace(folder.toString() + "/", ""));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingGoesHomeToAZoneThatAPersonReportsLost(boolean after) throws IOException {
    String files = PlanCommandTest.ESTATE + WEB + PlanCommandTest.workload("new", 1, "");
    Typed home = plan(files, MOVED, after);
    assertTrue(home.out().contains("north=1, south=1"), "without the dump: " + home);
    assertEquals(
        "note: WorkloadPlacements of a cluster are in the input and none of its AvailabilityZones,"
            + " so each zone counts as healthy unless a file says otherwise; give the zones of the"
            + " cluster too, as in `kubectl get az,waiver,nodes,pods,wp -A -o yaml`\n",
        home.err());
    Typed typed = plan(files, LOST + MOVED, after);
    assertEquals("", typed.err());
    assertTrue(typed.out().contains("south=2"), typed.toString());
    assertFalse(typed.out().contains("north="), typed.toString());
  }

  /** The file says the spec, also where the cluster has another one. */
  @Test
  void theSpecIsThatOfTheFile() throws IOException {
    Typed typed =
        plan(PlanCommandTest.ESTATE + WEB, north("7f1c", "labels: {}", "cpu: 0", "{}"), true);
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    assertTrue(typed.out().contains("north=1, south=1"), typed.out());
  }

  /** A server of another version may have other fields: what of it is not used is not told. */
  @Test
  void errorsOfTheSpecThatTheFileReplacesAreNotTold() throws IOException {
    String older = LOST.replace("provider: acme", "provder: gone\n  capcity: 3");
    assertEquals("", plan(PlanCommandTest.ESTATE + WEB, older, true).err());
    String none = LOST.replaceAll("(?s)spec:.*status", "status");
    Typed typed = plan(PlanCommandTest.ESTATE + WEB, none, true);
    assertEquals("", typed.err());
    assertTrue(typed.out().contains("south=2"), typed.out());
  }

  /** Where it stands is in the dump. */
  @Test
  void whatTheDumpSaysIsCheckedAndFoundInIt() throws IOException {
    String wrong =
        north(
            "7f1c",
            "annotations: {placement.bleu.cloud/incident: Gone}",
            "cpu: 4",
            "{workloads: -1}");
    Typed typed = plan(PlanCommandTest.ESTATE + WEB, wrong, true);
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertTrue(
        typed
            .err()
            .contains("cluster.yaml:7: document 1, AvailabilityZone north, metadata.annotations"),
        typed.err());
    assertTrue(
        typed
            .err()
            .contains("cluster.yaml:15: document 1, AvailabilityZone north, status.workloads: "),
        typed.err());
  }

  /** What is wrong with the spec of the file is told of the file alone. */
  @Test
  void theFileIsWhereItsSpecIsWrong() throws IOException {
    String files = PlanCommandTest.ESTATE.replaceFirst("country: FR", "country: XX") + WEB;
    Typed typed = plan(files, LOST.replace("country: FR", "country: XX"), false);
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertTrue(typed.err().startsWith("estate.yaml:"), typed.err());
    assertTrue(typed.err().contains("1 error in "), typed.err());
  }

  @ParameterizedTest
  @CsvSource({
    "the tape library moves on 2027-03-20, 'alpha-1=1, alpha-2=1'",
    "the library was late, 'beta-1=1, beta-2=1'",
  })
  void theApprovalOfTheClusterIsOfTheWaiverThatWasApproved(String reason, String zones)
      throws IOException {
    String file = Files.readString(Path.of("examples/waiver/late.yaml"));
    String approved =
        file.replace("the tape library moves on 2027-03-20", reason)
            .replace("namespace: archives", "namespace: archives, uid: 9a2e")
            .replace("requestedBy: anne", "requestedBy: anne\n  approvedBy: bruno");
    Typed typed =
        Typed.withInput(
            approved + "---\n" + file,
            "plan",
            "-f",
            "examples/expiry",
            "-f",
            "-",
            "--at",
            "2027-02-20");
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    assertTrue(typed.out().contains(zones), typed.out());
  }

  /** What is wrong with either is told, and nothing else happens. */
  @ParameterizedTest
  @CsvSource({
    "late.yaml, spec.policyRef: is missing",
    "dump.yaml, 'spec.approvedBy: a person approves a waiver, not a service account'",
  })
  void aWaiverInErrorIsToldWhereItStands(String file, String what) throws IOException {
    String late = Files.readString(Path.of("examples/waiver/late.yaml"));
    String robot = "requestedBy: anne\n  approvedBy: system:serviceaccount:ci:robot";
    String seen =
        late.replace("namespace: archives", "namespace: archives, uid: 9a2e")
            .replace("requestedBy: anne", robot);
    String bare = late.replaceAll("(?s)spec:.*", "spec: {}\n");
    Path stated =
        Files.writeString(folder.resolve("late.yaml"), file.equals("late.yaml") ? bare : late);
    Path dump = Files.writeString(folder.resolve("dump.yaml"), seen);
    Typed typed =
        Typed.bleu("plan", "-f", "examples/expiry", "-f", stated.toString(), "-f", dump.toString());
    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.out());
    assertTrue(
        typed.err().lines().anyMatch(l -> l.contains("/" + file + ":") && l.contains(what)),
        typed.err());
    Files.writeString(stated, bare.replace("spec: {}\n", ""));
    assertTrue(
        Typed.bleu("plan", "-f", "examples/expiry", "-f", stated.toString(), "-f", dump.toString())
            .err()
            .contains("SovereigntyWaiver archives/late, spec: is missing"));
  }

  /** What a cluster of Open Cluster Management reported last is in the status of its zone. */
  @Test
  void aMemberHasTheRoomThatWasMeasured() throws IOException {
    String member = "target: {openClusterManagement: {managedCluster: member-1}}";
    String file =
        PlanCommandTest.ESTATE
            .replace(
                "  capacity: {cpu: 4, memory: 8Gi}\n  target: {nodeSelector: {zone: north}}",
                "  " + member)
            .replaceAll(
                "(?s)apiVersion: \\S+\nkind: AvailabilityZone\nmetadata: \\{name: south}.*", "");
    assertTrue(file.contains(member) && !file.contains("south"), file);
    String measured =
        north(
                "7f1c",
                "labels: {}",
                "cpu: 4",
                "{capacity: {cpu: 4, memory: 8Gi}, capacityOrigin: ManagedCluster}")
            .replace("  capacity: {cpu: 4, memory: 8Gi}\n", "")
            .replace("target: {nodeSelector: {zone: north}}", member);
    String files = file + PlanCommandTest.workload("web", 2, "");
    assertTrue(plan(files, "", true).out().contains("0 of 2 replicas"));
    Typed typed = plan(files, measured, true);
    assertTrue(typed.out().contains("north=2"), typed.toString());
  }

  @Test
  void aDumpAloneIsReadAsBefore() {
    String dump = PlanCommandTest.ESTATE.replaceFirst("(?s)(kind: AvailabilityZone.*?---\n)", "");
    assertFalse(dump.contains("north"), dump);
    Typed typed =
        Typed.withInput(
            dump.replaceFirst("apiVersion: \\S+\napi", "api") + LOST + WEB, "plan", "-f", "-");
    assertEquals("", typed.err());
    assertTrue(typed.out().contains("south=2"), typed.out());
  }

  /** One cluster is asked: of two that were, nobody knows which one is right. */
  @Test
  void twoDumpsAreRefused() throws IOException {
    String other = north("8d2f", "labels: {}", "cpu: 4", "{}");
    Typed typed = plan(PlanCommandTest.ESTATE + WEB, LOST + other, true);
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertTrue(
        typed
            .err()
            .contains(
                "document 2, AvailabilityZone north, metadata.name: the name is taken by"
                    + " cluster.yaml:1, and both have metadata.uid, as what a cluster prints; give"
                    + " one of the two, or take metadata.uid out of the one that states the spec"),
        typed.err());
  }

  @Test
  void twoFilesAreRefusedAlsoBesideADump() throws IOException {
    Typed typed = plan(PlanCommandTest.ESTATE + WEB + WEB, LOST, false);
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertTrue(
        typed
            .err()
            .contains(
                "BleuWorkload shop/web, metadata.name: the name is taken by estate.yaml:32; rename"
                    + " one of the two or take it out"),
        typed.err());
  }
}
