package io.millrace.relay.api;

import io.grpc.stub.StreamObserver;
import io.millrace.relay.access.Rights;
import io.millrace.v1.AccessServiceGrpc;
import io.millrace.v1.CreateTokenRequest;
import io.millrace.v1.CreateTokenResponse;
import io.millrace.v1.GetSessionRequest;
import io.millrace.v1.GetSessionResponse;
import io.millrace.v1.ListTokensRequest;
import io.millrace.v1.ListTokensResponse;
import io.millrace.v1.RevokeTokenRequest;
import io.millrace.v1.RevokeTokenResponse;
import java.util.function.Supplier;

/** Carries what {@link RelayDesk} says of those who ask. */
final class AccessEndpoint extends AccessServiceGrpc.AccessServiceImplBase {
  private final RelayDesk desk;
  private final Supplier<Rights> who;

  AccessEndpoint(RelayDesk desk, Supplier<Rights> who) {
    this.desk = desk;
    this.who = who;
  }

  @Override
  public void getSession(GetSessionRequest request, StreamObserver<GetSessionResponse> observer) {
    Answer.to(observer, () -> desk.session(who.get()));
  }

  @Override
  public void listTokens(ListTokensRequest request, StreamObserver<ListTokensResponse> observer) {
    Answer.to(observer, () -> desk.tokens(who.get()));
  }

  @Override
  public void createToken(
      CreateTokenRequest request, StreamObserver<CreateTokenResponse> observer) {
    Answer.to(observer, () -> desk.newToken(who.get(), request));
  }

  @Override
  public void revokeToken(
      RevokeTokenRequest request, StreamObserver<RevokeTokenResponse> observer) {
    Answer.to(observer, () -> desk.revokeToken(who.get(), request));
  }
}
