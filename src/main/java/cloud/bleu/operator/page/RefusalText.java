package cloud.bleu.operator.page;

import cloud.bleu.translate.finding.ShellWord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text for a reader who may list workloads nowhere: the right that is missing, and how it is
 * granted.
 */
final class RefusalText {
  private static final Pattern ACCOUNT =
      Pattern.compile("system:serviceaccount:([-a-z0-9]+):([-.a-z0-9]+)");

  private RefusalText() {}

  /** Lines of text. */
  static String of(String user) {
    String name = user.replaceAll("\\p{Cntrl}", "?");
    String subject = subject(name);
    return """
        %s may not list bleuworkloads.placement.bleu.cloud in any namespace that has one, so there is nothing to show.
        Ask an administrator for the whole page:
            kubectl create clusterrolebinding bleu-page --clusterrole=bleu-reader %s
        or for that of one namespace:
            kubectl -n NAMESPACE create rolebinding bleu-page --clusterrole=view %s
        """
        .formatted(name, subject, subject)
        .stripTrailing();
  }

  private static String subject(String user) {
    Matcher account = ACCOUNT.matcher(user);
    return account.matches()
        ? "--serviceaccount=" + account.group(1) + ":" + account.group(2)
        : "--user=" + ShellWord.of(user);
  }
}
