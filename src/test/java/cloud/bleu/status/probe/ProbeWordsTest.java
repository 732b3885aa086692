package cloud.bleu.status.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of probes, each written {@code STATE REASON SINCE}, in the order of the spec. */
class ProbeWordsTest {

  @ParameterizedTest(name = "of {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                    | ''                                          | ''     | false
          Answers Answered 1                    | ''                                          | ''     | false
          Fails Refused 1                       | p0 (Refused since 1)                        | ''     | true
          Unclear TlsFailed 1                   | p0 (TlsFailed since 1)                      | ''     | false
          NotAsked NotAsked 1                   | p0 (NotAsked since 1)                       | ''     | false
          NotAllowed NetworkNotAllowed 1        | ''                                          | p0     | false
          Fails Refused 1, Fails TimedOut 2     | p0 (Refused since 1), p1 (TimedOut since 2) | ''     | true
          Fails Refused 1, Answers Answered 2   | p0 (Refused since 1)                        | ''     | false
          Answers Answered 1, Fails Refused 2   | p1 (Refused since 2)                        | ''     | false
          Fails Refused 1, Unclear NotHttp 2    | p0 (Refused since 1), p1 (NotHttp since 2)  | ''     | false
          # What may not be asked is as if it were not there.
          NotAllowed No 1, Fails Refused 2      | p1 (Refused since 2)                        | p0     | true
          NotAllowed No 1, Answers Answered 2   | ''                                          | p0     | false
          NotAllowed No 1, NotAllowed No 2      | ''                                          | p0, p1 | false
          # As somebody else may have written a status.
          Fails - -                             | p0 ()                                       | ''     | true
          Fails Refused -                       | p0 (Refused)                                | ''     | true
          Fails - 1                             | p0 (since 1)                                | ''     | true
          Else Refused 1                        | p0 (Refused since 1)                        | ''     | false
          - Refused 1                           | p0 (Refused since 1)                        | ''     | false
          """)
  void said(String probes, String unanswered, String notAllowed, boolean allFail) {
    ProbeWords words = new ProbeWords(probes(probes));
    assertEquals(unanswered, words.unanswered());
    assertEquals(notAllowed, words.notAllowed());
    assertEquals(allFail, words.allFail());
  }

  private static List<Probe> probes(String texts) {
    List<Probe> probes = new ArrayList<>();
    for (String text : texts.isEmpty() ? new String[0] : texts.split(", ")) {
      String[] words = text.split(" ");
      probes.add(new Probe("p" + probes.size(), or(words[0]), or(words[2]), or(words[1])));
    }
    return probes;
  }

  private static String or(String word) {
    return word.equals("-") ? null : word;
  }
}
