package cloud.bleu.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.SiteZone;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member falls silent while the API server of the hub is away, or while no operator runs: nobody
 * could record that, and nobody knows which network it was. It counts from the return of the hub.
 * What was recorded counts on.
 */
@Tag("wiring")
class UnrecordedSilenceTest {

  private static final String WEB = "web";

  /** For so long the workload waits, by the clock of the test. */
  private static final Duration AFTER = Duration.ofMinutes(10);

  @TempDir Path folder;

  private final MovableClock clock = new MovableClock();
  private CampaignCluster hub;
  private List<CampaignCluster> members;
  private CampaignOperator operator;
  private Scene scene;
  private Map<String, Integer> home;

  @BeforeEach
  void start() {
    hub = new CampaignCluster("hub-a", folder);
    members =
        Stream.of("member-1", "member-2").map(name -> new CampaignCluster(name, folder)).toList();
    operator =
        new CampaignOperator(
            hub.namespace("ops").namespace(CampaignCluster.NAMESPACE),
            clock.alone("ops"),
            members.size(),
            new LetGo((workload, zone) -> Set.of()));
    scene = new Scene(hub.client(), null).provider("acme");
    zone(hub, "nodeSelector: {%s: %s}".formatted(CampaignCluster.ZONE_LABEL, hub.name()));
    for (CampaignCluster member : members) {
      way(member);
      zone(member, "cluster: {kubeconfigSecretRef: {name: " + member.name() + "}}");
    }
    operator.start();
    members.forEach(
        member ->
            scene.until(member.name() + " answers", () -> says(member, "Healthy").equals("True")));
    scene.workload(
        WEB,
        6,
        "{tolerate: [{of: Site, keep: 4, recover: Reserved}], failover: {after: "
            + AFTER.toSeconds()
            + "s, returnAfter: 30m}}");
    scene.awaitReady(WEB);
    home = scene.assigned(WEB);
    assertEquals(Map.of("hub-a", 2, "member-1", 2, "member-2", 2), home);
  }

  @AfterEach
  void stop() {
    operator.fail(request -> false);
    operator.close();
    members.forEach(CampaignCluster::close);
    hub.close();
  }

  @Test
  void silenceWhileTheHubIsAwayCountsFromItsReturn() {
    CampaignCluster member = members.get(0);
    AtomicBoolean seen = new AtomicBoolean();
    operator.fail(
        request -> {
          if (request.isWrite() && request.path().contains("/availabilityzones/" + member.name())) {
            seen.set(true);
          }
          return true;
        });
    clock.forward(Duration.ofMinutes(1));
    operator.way(0).become(MemberWay.State.CUT);
    await("the operator has the silence to write").atMost(Scene.SOON).untilTrue(seen);
    clock.forward(AFTER.multipliedBy(2));
    Instant back = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    operator.fail(request -> false);
    countsFrom(member, back);
  }

  @Test
  void silenceWhileNoOperatorRunsCountsFromItsReturn() {
    CampaignCluster member = members.get(0);
    operator.stop();
    operator.way(0).become(MemberWay.State.CUT);
    clock.forward(AFTER.multipliedBy(2));
    Instant back = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    operator.start();
    countsFrom(member, back);
  }

  @Test
  void silenceThatIsWrittenLateCountsFromItsBeginning() {
    CampaignCluster member = members.get(0);
    AtomicBoolean seen = new AtomicBoolean();
    operator.withhold(
        request -> {
          boolean says =
              request.isWrite() && request.path().contains("/availabilityzones/" + member.name());
          if (says) {
            seen.set(true);
          }
          return says;
        });
    edit(member);
    await("the status of the zone is being written").atMost(Scene.SOON).untilTrue(seen);
    Instant began = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    operator.way(0).become(MemberWay.State.CUT);
    scene.until(
        "the silence is seen", () -> scene.reason(WEB, "Ready").equals("TargetUnreachable"));
    clock.forward(Duration.ofSeconds(20));
    operator.withhold(request -> false);
    countsFrom(member, began);
  }

  /** Nothing has moved for it, and it is left once it lasts for as long from then on. */
  private void countsFrom(CampaignCluster member, Instant back) {
    witness("witness");
    assertEquals(home, scene.assigned(WEB), "nobody could record that silence");
    // What was to be written while the hub was away may be written first.
    scene.until(
        member.name() + " is silent since the return",
        () -> says(member, "Healthy").equals("False") && !since(member).isBefore(back));
    Instant since = since(member);
    forward(AFTER.minusMinutes(2));
    operator.start();
    witness("another");
    assertEquals(home, scene.assigned(WEB), "it lasts for less than the workload waits");
    assertEquals(since, since(member), "what was recorded counts on");
    forward(Duration.ofMinutes(2));
    scene.until(member.name() + " is left", () -> !scene.assigned(WEB).containsKey(member.name()));
    scene.awaitReady(WEB);
  }

  private Instant since(CampaignCluster zone) {
    return Instant.parse(scene.zone(zone.name()).getStatus().health().since());
  }

  private String says(CampaignCluster zone, String type) {
    var status = scene.zone(zone.name()).getStatus();
    Condition condition = status == null ? null : Conditions.find(status.conditions(), type);
    return condition == null ? "" : condition.getStatus();
  }

  /** What is decided from now on was decided after all that happened. */
  private void witness(String name) {
    scene.workload(name, 1, "{}");
    scene.awaitReady(name);
  }

  /** Time passes, and the operator need not sleep to see it. */
  private void forward(Duration by) {
    clock.forward(by);
    hub.client()
        .resources(AvailabilityZone.class)
        .withName(hub.name())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"example.org/now\":\"%s\"}}}"
                .formatted(clock.instant()));
  }

  /** The status of a zone is written after. */
  private void edit(CampaignCluster zone) {
    hub.client()
        .resources(AvailabilityZone.class)
        .withName(zone.name())
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"usablePercent\":99}}");
  }

  private void way(CampaignCluster member) {
    hub.client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("ops")
                .withName(member.name())
                .endMetadata()
                .addToData(
                    "kubeconfig",
                    Base64.getEncoder()
                        .encodeToString(
                            member
                                .way(operator.way(members.indexOf(member)))
                                .getBytes(StandardCharsets.UTF_8)))
                .build())
        .create();
  }

  private void zone(CampaignCluster cluster, String target) {
    scene.create(SiteZone.yaml("acme", cluster.name(), CampaignCluster.ROOM, target));
  }
}
