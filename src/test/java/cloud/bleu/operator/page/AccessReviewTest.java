package cloud.bleu.operator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.report.page.PageAccess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody may see, by what they may list. */
class AccessReviewTest {
  private final StatedReviews reviews = new StatedReviews();
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private SortedSet<String> namespaces = new TreeSet<>(Set.of("clinic", "payroll", "shop"));
  private final AccessReview review =
      new AccessReview(reviews, () -> namespaces, () -> "this pod stands by", now::get);

  private AccessAnswer of(String rights) {
    reviews.rights.put(
        "dora",
        Arrays.stream(rights.split(" "))
            .flatMap(r -> r.equals("facts") ? StatedReviews.FACTS.stream() : List.of(r).stream())
            .collect(Collectors.toSet()));
    return review.of("token-of-dora");
  }

  /** {@code *} is every namespace. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bleuworkloads sovereigntywaivers facts                          | *           | *      | true
          bleuworkloads sovereigntywaivers                                | *           | *      | false
          bleuworkloads facts                                             | *           | ''     | true
          bleuworkloads shop/sovereigntywaivers facts                     | *           | shop   | true
          shop/bleuworkloads shop/sovereigntywaivers                      | shop        | shop   | false
          shop/bleuworkloads sovereigntywaivers facts                     | shop        | *      | true
          shop/bleuworkloads clinic/bleuworkloads clinic/sovereigntywaivers | clinic,shop | clinic | false
          shop/bleuworkloads payroll/sovereigntywaivers                   | shop        | ''     | false
          shop/bleuworkloads availabilityzones cloudproviders sovereigntypolicies | shop | ''    | false
          """)
  void whatMayBeListedMayBeSeen(String rights, String workloads, String waivers, boolean facts) {
    assertEquals(
        new AccessAnswer.Granted("dora", new PageAccess(set(workloads), set(waivers), facts)),
        of(rights));
  }

  private static SortedSet<String> set(String names) {
    return names.equals("*")
        ? null
        : Arrays.stream(names.split(","))
            .filter(n -> !n.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "facts",
    "sovereigntywaivers",
    "elsewhere/bleuworkloads",
    "shop/workloadplacements facts"
  })
  void whoMayListWorkloadsNowhereIsRefused(String rights) {
    assertEquals(new AccessAnswer.Refused("dora"), of(rights));
    assertFalse(
        reviews.asked.contains("shop/sovereigntywaivers"), "what is of no use is not asked");
  }

  @Test
  void nobodyIsAskedAboutWhoIsNotKnown() {
    assertEquals(new AccessAnswer.Unknown(), review.of("token-of-somebody"));
    assertEquals(List.of("user"), reviews.asked);
  }

  @ParameterizedTest
  @CsvSource({"0,did not say", "500,did not say", "401,did not say", "403,ui.enabled=true"})
  void withoutAnAnswerNothingIsShown(int code, String said) {
    reviews.fault = code == 0 ? -1 : code;
    String why = assertInstanceOf(AccessAnswer.Unanswered.class, of("bleuworkloads facts")).why();
    assertTrue(why.contains(said), why);
  }

  /** Each answer comes in time, and all of them do not. */
  @Test
  void whoWouldWaitTooLongIsToldSo() {
    AccessReview slow =
        new AccessReview(
            reviews,
            () -> namespaces,
            () -> "",
            () -> now.getAndAdd(AccessReview.PATIENCE.toNanos() / 3));
    reviews.rights.put("dora", Set.of("shop/bleuworkloads"));
    String why = assertInstanceOf(AccessAnswer.Unanswered.class, slow.of("token-of-dora")).why();
    assertTrue(why.contains("takes too long"), why);
  }

  @Test
  void beforeThereIsAPageWhoIsKnownIsToldWhy() {
    namespaces = null;
    assertEquals(new AccessAnswer.Unanswered("this pod stands by"), of("bleuworkloads"));
    assertEquals(new AccessAnswer.Unknown(), review.of("token-of-somebody"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          system:serviceaccount:shop:ci | --serviceaccount=shop:ci
          dora@example.com              | --user=dora@example.com
          o'brien; rm -rf               | --user='o'\\''brien; rm -rf'
          """)
  void aRefusalSaysWhatToAskFor(String user, String subject) {
    String text = RefusalText.of(user);
    assertTrue(
        text.contains(
            "kubectl create clusterrolebinding bleu-page --clusterrole=bleu-reader " + subject),
        text);
    assertTrue(text.startsWith(user + " may not list bleuworkloads.placement.bleu.cloud"), text);
  }

  /** So that one user with many tokens leaves room for others. */
  @Test
  void oneUserIsAskedAboutTwiceAtOnce() {
    reviews.rights.put("dora", Set.of("bleuworkloads"));
    reviews.rights.put("eve", Set.of("bleuworkloads"));
    List<AccessAnswer> inside = new ArrayList<>();
    reviews.before =
        question -> {
          if (question.equals("bleuworkloads") && inside.isEmpty()) {
            inside.add(new AccessAnswer.Unknown());
            inside.add(review.of("token-of-dora"));
            inside.add(review.of("token-of-eve"));
          } else if (question.equals("bleuworkloads") && inside.size() == 1) {
            inside.add(review.of("token-of-dora"));
          }
        };
    AccessAnswer first = review.of("token-of-dora");
    assertInstanceOf(AccessAnswer.Granted.class, first);
    assertEquals(
        "[Unanswered, Granted, Granted]",
        inside.stream().skip(1).map(a -> a.getClass().getSimpleName()).toList().toString());
    assertInstanceOf(AccessAnswer.Granted.class, review.of("token-of-dora"), "given back");
  }
}
