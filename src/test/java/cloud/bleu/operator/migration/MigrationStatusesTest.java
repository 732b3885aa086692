package cloud.bleu.operator.migration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import cloud.bleu.migration.MigrationFault;
import cloud.bleu.migration.MigrationSamples;
import cloud.bleu.migration.MigrationStatus;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of the status of a plan, by what the API server answers. */
class MigrationStatusesTest {

  private static final Collection<String> WRITES = new ConcurrentLinkedQueue<>();

  /** What is answered to each write of a status; 0: what the server answers. */
  private static volatile int code;

  private static ScriptedServer server;
  private static KubernetesClient admin;
  private static KubernetesClient client;
  private static EventRecorder events;

  private final OperatorMetrics metrics = new OperatorMetrics();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final MigrationStatuses statuses =
      new MigrationStatuses(
          new StatusWriter(client, metrics, new RefusedWrites(metrics.registry, events), () -> 0),
          new StatusEvents(events),
          closed);

  @BeforeAll
  static void start() {
    server =
        new ScriptedServer(
            ProjectCrds.all(),
            new Fault() {
              @Override
              public Answer instead(Request request) {
                if (!request.method().equals("PATCH") || !request.about("migrationplans")) {
                  return null;
                }
                WRITES.add(request.toString());
                return code == 0 ? null : Answer.status(code, "MadeUp");
              }
            });
    admin = server.admin();
    client = server.client();
    events =
        new EventRecorder(
            admin, "test", Clock.systemUTC(), new OperatorMetrics().registry, namespace -> true);
  }

  @AfterAll
  static void stop() {
    events.close();
    server.close();
  }

  private static MigrationPlan plan(String name) {
    MigrationPlan plan = MigrationSamples.plan("{target: p, namespaces: [shop]}");
    plan.getMetadata().setName(name);
    return admin.resource(plan).create();
  }

  /** One that is for people, so that an event tells of it. */
  private static MigrationPlanStatus stalled(MigrationPlan plan) {
    return MigrationStatus.of(
        plan, new MigrationFault("InventoryForbidden", "made up", true), MigrationSamples.NOW);
  }

  /** What was told of a plan: events are sent in their order. */
  private static String told(MigrationPlan plan) {
    events.record(EventRecorder.reference(plan), "Normal", "TheLast", "Observe", "of this test");
    await().atMost(60, TimeUnit.SECONDS).until(() -> reasons(plan).endsWith("TheLast"));
    return reasons(plan).replaceAll(" ?TheLast", "");
  }

  private static String reasons(MigrationPlan plan) {
    List<Event> all = admin.resources(Event.class).inAnyNamespace().list().getItems();
    return all.stream()
        .filter(e -> plan.getMetadata().getUid().equals(e.getRegarding().getUid()))
        .map(Event::getReason)
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static @Nullable MigrationPlanStatus live(MigrationPlan plan) {
    MigrationPlan live = admin.resource(plan).get();
    return live == null ? null : live.getStatus();
  }

  @ParameterizedTest
  @CsvSource({
    // what the server answers; when to come again in seconds, events, whether it is there
    "0, never, InventoryForbidden, true",
    // Gone: nobody waits for it.
    "404, never, '', false",
    // Newer: the cache will have it in a moment.
    "409, 1, '', false",
    // Nothing tells when the server would take it: a person is told.
    "403, 20, StatusNotWritten, false",
    "422, 20, StatusNotWritten, false",
    // Nothing is read anew for that.
    "500, 60, '', false",
    "503, 60, '', false",
  })
  void whatComesOfAStatus(int answer, String again, String told, boolean there) {
    MigrationPlan plan = plan("answered-" + answer);
    MigrationPlanStatus status = stalled(plan);
    code = answer;
    Duration due = statuses.write(plan, status);
    code = 0;
    assertEquals(again, due == null ? "never" : String.valueOf(due.toSeconds()));
    assertEquals(told, told(plan));
    assertEquals(there, status.equals(live(plan)));
  }

  /** What a plan has is neither written nor told again, also by a process that begins. */
  @ParameterizedTest
  @CsvSource({"has it, 0", "has another, 1"})
  void whatIsThereAlreadyIsNotWritten(String state, int writes) {
    MigrationPlan plan = plan(state.replace(' ', '-'));
    MigrationPlanStatus status = stalled(plan);
    plan.setStatus(
        state.equals("has it")
            ? status
            : MigrationStatus.of(
                plan, new MigrationFault("MigrationInvalid", "x", true), MigrationSamples.NOW));
    WRITES.clear();
    assertEquals(null, statuses.write(plan, status));
    assertEquals(writes, WRITES.size());
    assertEquals(writes == 0 ? "" : "InventoryForbidden", told(plan));
  }

  /** What is planned as the process ends comes to nothing. */
  @ParameterizedTest
  @CsvSource({"0", "500"})
  void nothingIsWrittenAfterTheEnd(int answer) {
    MigrationPlan plan = plan("ended-" + answer);
    closed.countDown();
    WRITES.clear();
    code = answer;
    assertEquals(null, statuses.write(plan, stalled(plan)));
    code = 0;
    assertEquals(0, WRITES.size());
    assertEquals("", told(plan));
  }
}
