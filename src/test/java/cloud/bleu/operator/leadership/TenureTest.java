package cloud.bleu.operator.leadership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.config.OperatorOptions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process acts once and ends once, with an election and without; no API server is asked. */
class TenureTest {
  private static final String OURS = "ours";

  private final KubernetesClient client = OperatorUnderTest.clientOf(9);
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void close() {
    client.close();
  }

  private Tenure tenure(boolean elected) {
    OperatorOptions options =
        elected
            ? new OperatorOptions(
                "127.0.0.1",
                -1,
                true,
                "bleu-system",
                OURS,
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Clock.systemUTC(),
                null)
            : OperatorOptions.alone();
    return new Tenure(
        client,
        options,
        new Tenure.Duties() {
          @Override
          public void begin() {
            told.add("begin");
          }

          @Override
          public void end() {
            told.add("end");
          }
        },
        () -> told.add("lost"));
  }

  /**
   * What happens, in this order: {@code begins}, {@code closes}, {@code stops} (the election says
   * that this process leads no longer), {@code loses} (the lease is another one's).
   */
  private static void happen(Tenure tenure, String events) {
    for (String event : events.split(" ")) {
      switch (event) {
        case "begins" -> tenure.begin();
        case "closes" -> tenure.close();
        case "stops" -> callbacks(tenure).onStopLeading();
        case "loses" -> tenure.leadership().lose("test");
        default -> throw new IllegalArgumentException(event);
      }
    }
  }

  private static LeaderCallbacks callbacks(Tenure tenure) {
    LeaderElectionConfiguration election = Objects.requireNonNull(tenure.election());
    return election.getLeaderCallbacks().orElseThrow();
  }

  /** Its figures are not to show a second leader while another one may take over. */
  @Test
  void whoWasElectedAndMayNotWriteDoesNotLead() {
    Tenure cutOff = tenure(true);
    cutOff.begin();
    assertTrue(cutOff.isActing());
    assertFalse(cutOff.isLeading(), "no renewal was heard of");
    Tenure alone = tenure(false);
    alone.begin();
    assertTrue(alone.isLeading());
    alone.close();
    assertFalse(alone.isLeading());
  }

  @ParameterizedTest
  @CsvSource({
    // what happens: what is told, whether it acts, is closed, is overtaken
    "begins, begin, true, false, false",
    "begins begins, begin, true, false, false",
    // what is closed never begins, and is no more told to end than its process
    "closes begins, '', false, true, false",
    "begins closes, begin, false, true, false",
    "begins closes begins, begin, false, true, false",
    "begins closes closes, begin, false, true, false",
    "begins closes stops, begin, false, true, false",
    // another process leads: the duties end, then it is told, once
    "begins loses, begin end lost, false, false, true",
    "begins loses loses, begin end lost, false, false, true",
    "begins stops, begin end lost, false, false, true",
    "begins stops loses, begin end lost, false, false, true",
    "begins loses stops, begin end lost, false, false, true",
    "begins loses closes, begin end lost, false, true, true",
    // it acts no more, and never again
    "begins loses begins, begin end lost, false, false, true",
    "loses begins, end lost, false, false, true",
  })
  void withAnElection(
      String events, String tells, boolean acting, boolean closed, boolean overtaken) {
    Tenure tenure = tenure(true);
    assertFalse(tenure.isActing(), "before it begins");
    happen(tenure, events);
    assertEquals(tells, String.join(" ", told));
    assertEquals(acting, tenure.isActing());
    assertEquals(closed, tenure.isClosed());
    assertEquals(overtaken, tenure.isOvertaken());
    assertFalse(tenure.mayWrite(), "nobody renewed the lease");
  }

  @ParameterizedTest
  @CsvSource({
    "begins, begin, true",
    "begins begins, begin, true",
    "closes begins, '', false",
    "begins closes, begin, false",
    "begins closes begins, begin, false",
  })
  void alone(String events, String tells, boolean acting) {
    Tenure tenure = tenure(false);
    assertTrue(tenure.mayWrite(), "nobody has to be asked");
    happen(tenure, events);
    assertEquals(tells, String.join(" ", told));
    assertEquals(acting, tenure.isActing());
    assertTrue(tenure.mayWrite(), "what is under way is written to its end");
    tenure.release();
    assertFalse(tenure.mayWrite(), "then nothing is written any more");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onlyTheFirstCallCloses(boolean elected) {
    Tenure tenure = tenure(elected);
    assertTrue(tenure.close());
    assertFalse(tenure.close());
  }

  @Test
  void withoutAnElectionNobodyStandsForOne() {
    assertNull(tenure(false).election());
    Tenure tenure = tenure(true);
    LeaderElectionConfiguration election = tenure.election();
    assertNotNull(election);
    assertEquals(OperatorOptions.LEASE, election.getLeaseName());
    assertEquals(Optional.of("bleu-system"), election.getLeaseNamespace());
    assertEquals(Optional.of(OURS), election.getIdentity());
    assertFalse(election.isExitOnStopLeading(), "the operator ends by itself");
    callbacks(tenure).onStartLeading();
    assertEquals(List.of("begin"), told);
    callbacks(tenure).onNewLeader("theirs");
    assertEquals(List.of("begin"), told, "who leads is told by the lease");
  }
}
