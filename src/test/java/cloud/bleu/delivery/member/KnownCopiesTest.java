package cloud.bleu.delivery.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Companion;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of the copies of two workloads, {@code shop/a} and {@code shop/b}, elsewhere. */
class KnownCopiesTest {
  private static final String A = "shop/a";
  private static final String B = "shop/b";
  private static final List<Companion> NONE = List.of();
  private static final List<Companion> ONE = List.of(new Companion("Secret", "s"));
  private static final List<Companion> TWO =
      List.of(new Companion("Secret", "s"), new Companion("ConfigMap", "c"));

  private long nanos = Long.MAX_VALUE - 5;
  private final KnownCopies known = new KnownCopies(() -> nanos);

  /** Does to {@code a} what the words say, one after the other. */
  private void happens(String words) {
    for (String word : words.split(" ")) {
      switch (word) {
        case "follow" -> known.follow(A);
        case "rest" -> known.rest(A);
        case "leaves" -> known.leaves(A);
        case "begins" -> known.begins(A);
        case "brought" -> known.brought(A, 1L, ONE);
        case "holds" -> known.holds(A);
        case "gone" -> known.gone(A);
        case "seen" -> known.seen(Set.of(A), true);
        case "seenOther" -> known.seen(Set.of(B), true);
        case "seenNone" -> known.seen(Set.of(), true);
        case "seenPart" -> known.seen(Set.of(), false);
        case "growsOld" -> known.growsOld();
        case "forget" -> known.forget(A);
        default -> assertEquals("", word);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // what happened; followed, brought, holds one, may have one there, nobody has any there
    "'', false, false, false, true, false",
    "follow, true, false, false, true, false",
    "follow brought, true, true, false, true, false",
    "follow brought rest, false, true, false, true, false",
    "follow brought leaves, false, false, false, true, false",
    "follow brought begins, true, false, false, true, false",
    "follow holds brought, true, true, true, true, false",
    // by the word of the server there is none
    "gone, false, false, false, false, false",
    "holds gone, false, false, false, false, false",
    "gone holds, false, false, true, true, false",
    "seenNone, false, false, false, false, true",
    "seenOther, false, false, false, false, false",
    "seen, false, false, true, true, false",
    "seen gone, false, false, false, false, true",
    // where not every kind could be read one may be there
    "seenPart, false, false, false, true, true",
    "seenPart gone, false, false, false, false, true",
    "holds seenNone, false, false, true, true, false",
    "seenNone seenPart, false, false, false, true, true",
    // another way leads there: only who had a copy is known
    "follow brought growsOld, false, false, false, true, false",
    "holds growsOld, false, false, true, true, false",
    "seenNone growsOld, false, false, false, true, false",
    "seenPart growsOld, false, false, false, true, false",
    "seenNone growsOld seenNone, false, false, false, false, true",
    "gone growsOld, false, false, false, true, false",
    // the workload is gone
    "follow holds brought forget, false, false, false, true, false",
    "seen forget, false, false, false, false, true",
    "gone forget, false, false, false, true, false",
  })
  void whatIsKnown(
      String happened,
      boolean followed,
      boolean brought,
      boolean holder,
      boolean mayStand,
      boolean empty) {
    happens(happened);
    assertEquals(followed, known.isFollowed(A));
    assertEquals(followed ? Set.of(A) : Set.of(), known.followed());
    assertEquals(brought, known.isBrought(A, ONE));
    assertEquals(brought, known.isFresh(A, 1L, ONE));
    assertEquals(holder, known.isHolder(A));
    assertEquals(mayStand, known.mayStand(A));
    assertEquals(empty, known.isEmpty());
  }

  /** What happens to one says nothing of the other. */
  @ParameterizedTest
  @CsvSource({"rest", "leaves", "begins", "gone", "forget", "brought", "follow", "holds"})
  void ofEachByItself(String happens) {
    known.follow(B);
    known.brought(B, 1L, TWO);
    known.holds(B);
    happens(happens);
    assertEquals(true, known.isFollowed(B));
    assertEquals(true, known.isBrought(B, TWO));
    assertEquals(true, known.isFresh(B, 1L, TWO));
    assertEquals(true, known.isHolder(B));
    assertEquals(true, known.mayStand(B));
  }

  /** The same of the same generation, a moment ago; the clock may pass its end. */
  @ParameterizedTest
  @CsvSource({
    // generation that was brought and that is asked, companions, milliseconds since; fresh
    "1, 1, 1, 0, true",
    "1, 1, 1, 19999, true",
    "1, 1, 1, 20000, false",
    "1, 2, 1, 0, false",
    "1, 1, 2, 0, false",
    "1, 1, 0, 0, false",
    ", , 1, 0, true",
    ", 1, 1, 0, false",
    "1, , 1, 0, false",
  })
  void fresh(Long brought, Long asked, int companions, long later, boolean fresh) {
    known.brought(A, brought, ONE);
    nanos += Duration.ofMillis(later).toNanos();
    List<Companion> these = Arrays.asList(NONE, ONE, TWO).get(companions);
    assertEquals(fresh, known.isFresh(A, asked, these));
    assertEquals(companions == 1, known.isBrought(A, these), "that does not grow old");
  }

  /** One that states none was brought all of it, unlike one of which nothing was brought yet. */
  @Test
  void noneIsNotNothing() {
    assertEquals(false, known.isBrought(A, NONE));
    known.brought(A, 1L, NONE);
    assertEquals(true, known.isBrought(A, NONE));
    assertEquals(false, known.isBrought(A, ONE));
  }
}
