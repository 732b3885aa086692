package cloud.bleu.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether two identities are of one cluster, and which of them is kept. */
class ClusterIdentityTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        // what is known of a zone, what its cluster says now: whether it is the same; what is kept
        "a,   a,   true,  a",
        "a,   b,   false, a",
        "a,   aa,  false, a",
        "a.1, a.1, true,  a.1",
        "a.1, a.2, false, a.1",
        // it begins to say its mark, and is silent of it for a while
        "a,   a.1, true,  a.1",
        "a.1, a,   true,  a.1",
        "b,   a.1, false, b",
        "b.1, a,   false, b.1",
        // the same cluster was registered anew
        "a.1, b.1, true,  b.1",
        "a.1, b.2, false, a.1",
        // not known which
        "'',  '',  true,  ''",
        "'',  a,   false, ''",
        "'',  a.1, false, ''",
        "a,   '',  false, a",
        "a,   null, false, a",
        "null, a,  false, null",
        "null, null, false, null",
      })
  void same(@Nullable String known, @Nullable String now, boolean same, @Nullable String kept) {
    assertEquals(same, ClusterIdentity.isSame(known, now));
    assertEquals(same, ClusterIdentity.isSame(now, known), "either way");
    if (known != null) {
      assertEquals(kept, ClusterIdentity.precise(known, now));
    }
  }

  @Test
  void markFollowsTheUid() {
    assertEquals("a", ClusterIdentity.of("a", null));
    assertEquals("a.1", ClusterIdentity.of("a", "1"));
  }
}
