package cloud.bleu.cli.explain;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.ExplanationWords;
import java.util.Map;

/**
 * Who states the rule of an answer, and what the answer is called, in the words of one language.
 *
 * @param words of that language
 */
public record VerdictWords(ExplanationWords words) {
  static final VerdictWords ENGLISH = new VerdictWords(ExplanationWords.ENGLISH);

  /** The policy that states the rule, or the workload itself, with a space before. */
  public String policy(Verdict verdict) {
    String policy = verdict.policy();
    return policy == null
        ? words.word("text.ofWorkload")
        : words.said("text.ofPolicy", Map.of("policy", policy));
  }

  /** The field that a rule comes from which nobody wrote, with a space before; else empty. */
  public String implied(Verdict verdict) {
    String field = verdict.impliedBy();
    return field == null ? "" : words.said("text.impliedBy", Map.of("field", field));
  }

  /** The code where it fails or warns, and else the word for it. */
  public String answer(Verdict verdict) {
    return verdict.failing() || verdict.warns()
        ? verdict.code()
        : words.word(verdict.result() == Verdict.Result.Waived ? "text.waivedWord" : "text.pass");
  }
}
