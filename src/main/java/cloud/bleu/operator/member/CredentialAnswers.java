package cloud.bleu.operator.member;

import cloud.bleu.delivery.member.Reach;
import cloud.bleu.operator.access.AccessSource;
import java.util.function.Function;

/**
 * Tells sources what servers say of their credentials.
 *
 * @param refresh follows everything anew; waits for nobody
 * @param reach of a cluster by its id
 */
record CredentialAnswers(Runnable refresh, Function<String, Reach> reach)
    implements AccessSource.Asker {

  @Override
  public void changed() {
    refresh.run();
  }

  @Override
  public boolean isUnauthorized(String cluster) {
    return ContactFault.UNAUTHORIZED.equals(reach.apply(cluster).reason());
  }
}
