package cloud.bleu.operator.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.delivery.member.Reach;
import cloud.bleu.operator.MovableClock;
import cloud.bleu.translate.zone.ClusterContact;
import cloud.bleu.translate.zone.ClusterContact.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the answers of a cluster say of its zone. */
class ZoneContactsTest {

  private static final Instant LONG_AGO = Instant.parse("2026-03-01T12:00:00Z");

  private final MovableClock clock = new MovableClock();
  private Reach reach;
  private boolean left;
  private final ZoneContacts contacts = new ZoneContacts(zone -> reach, zone -> null, clock);

  private ClusterContact now(Reach.State state, String reason) {
    reach = new Reach(state, LONG_AGO, reason, "");
    return contacts.of("a", () -> left);
  }

  @ParameterizedTest
  @CsvSource({
    "REACHED, Reached, Reached",
    "UNREACHED, NoAnswer, Silent",
    "UNREACHED, ConnectionRefused, Silent",
    "UNREACHED, NotReached, Silent",
    "UNREACHED, ServerFails, Silent",
    // It answers, or nobody can ask: the zone may be well.
    "UNREACHED, NameNotFound, Unknown",
    "UNREACHED, TlsFailed, Unknown",
    "UNREACHED, ClientFailed, Unknown",
    "UNREACHED, ServerRefuses, Unknown",
    "UNREACHED, Unauthorized, Unknown",
    "UNREACHED, Forbidden, Unknown",
    "UNREACHED, NotWatched, Unknown",
    "UNREACHED, SecretMissing, Unknown",
    "UNREACHED, KubeconfigRefused, Unknown",
    "UNREACHED, AnotherCluster, Unknown",
    // Since long ago: no answer is a matter of seconds any more.
    "ASKING, NotAskedYet, Unknown",
  })
  void onlyAServerThatDoesNotAnswerIsSilent(Reach.State reached, String reason, State state) {
    assertEquals(new ClusterContact(state, LONG_AGO).because(reason), now(reached, reason));
  }

  @Test
  void ownClusterIsNotAsked() {
    assertNull(contacts.of("a", () -> left));
  }

  @Test
  void firstAnswerIsWaitedFor() {
    Instant asked = clock.instant();
    reach = new Reach(Reach.State.ASKING, asked, "NotAskedYet", "");
    assertEquals(
        new ClusterContact(State.Pending, asked).because("NotAskedYet"),
        contacts.of("a", () -> left));
  }

  /** It is not as young as who asks, who has just started. */
  @Test
  void silenceThatTheFirstAnswerFindsIsAsOldAsItIs() {
    firstAnswerIsWaitedFor();
    assertEquals(
        new ClusterContact(State.Silent, LONG_AGO).because("NoAnswer"),
        now(Reach.State.UNREACHED, "NoAnswer"));
  }

  @Test
  void silenceAfterAnotherFaultBeginsAnew() {
    now(Reach.State.UNREACHED, "NoAnswer");
    ClusterContact refused = now(Reach.State.UNREACHED, "Unauthorized");
    assertEquals(State.Unknown, refused.state());
    assertLately(refused);
    clock.forward(Duration.ofHours(2));
    assertEquals(refused, now(Reach.State.UNREACHED, "Unauthorized"));
    ClusterContact silent = now(Reach.State.UNREACHED, "NoAnswer");
    assertEquals(State.Silent, silent.state());
    assertLately(silent);
  }

  @Test
  void silenceIsAsOldAsTheLastAnswerSays() {
    now(Reach.State.UNREACHED, "NoAnswer");
    reach = new Reach(Reach.State.UNREACHED, LONG_AGO.plusSeconds(60), "NoAnswer", "");
    assertEquals(
        new ClusterContact(State.Silent, LONG_AGO.plusSeconds(60)).because("NoAnswer"),
        contacts.of("a", () -> left));
  }

  /** Why nothing gets there may change while it is not reached all along. */
  @Test
  void reasonIsTheOneOfNow() {
    now(Reach.State.UNREACHED, "Unauthorized");
    assertEquals("Forbidden", now(Reach.State.UNREACHED, "Forbidden").reason());
  }

  private void assertLately(ClusterContact contact) {
    assertTrue(contact.since().plus(Duration.ofHours(1)).isAfter(clock.instant()));
  }

  @Test
  void zoneIsBackOnceItHasLostWhatWasMovedAway() {
    left = true;
    now(Reach.State.UNREACHED, "NoAnswer");
    assertEquals(State.Clearing, now(Reach.State.REACHED, "Reached").state());
    clock.forward(Duration.ofSeconds(20));
    assertEquals(State.Clearing, now(Reach.State.REACHED, "Reached").state());
    left = false;
    assertEquals(State.Reached, now(Reach.State.REACHED, "Reached").state());
    // What leaves a zone that is in service does not close it.
    left = true;
    assertEquals(State.Reached, now(Reach.State.REACHED, "Reached").state());
  }

  @Test
  void zoneDoesNotWaitForEverForWhatCannotBeRemoved() {
    left = true;
    now(Reach.State.UNREACHED, "NoAnswer");
    now(Reach.State.REACHED, "Reached");
    clock.forward(ZoneContacts.CLEARING);
    assertEquals(State.Reached, now(Reach.State.REACHED, "Reached").state());
  }
}
