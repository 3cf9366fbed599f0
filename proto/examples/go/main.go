// Steps environments of a caucus-server from Go. What it knows of the server is in proto/rmdp/v1, from which
// check.sh generates the package rmdp; read service.proto first, then interaction.proto.
//
//	go run . -server localhost:50051 -env half-cheetah
//
// With -policy FILE, a policy acts on the server, too: rollout.go.
package main

import (
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"caucus-client/gen/rmdp/v1"
)

const (
	numEnvironments = 4
	sessionSeed     = 1 // Of its first environment; the others' are 2, 3, …
)

// A session whose requests reach the server once, however often its connection is lost.
type session struct {
	ctx      context.Context // Carries the token.
	service  rmdp.EnvironmentServiceClient
	id       string
	sequence uint64 // Of the next request.

	stream grpc.BidiStreamingClient[rmdp.InteractRequest, rmdp.InteractResponse] // nil: to be opened.
	cut    context.CancelFunc                                                    // Ends the stream at once.
}

// request has a request carried out, once. If the stream breaks, it opens another and sends the request again with
// its old number: if that was carried out already, the server answers as before and does nothing.
func (s *session) request(request *rmdp.InteractRequest) (*rmdp.InteractResponse, error) {
	request.Sequence = s.sequence
	for attempt := 1; ; attempt++ { // A client that is to outlive longer troubles tries more often, and waits in between.
		response, err := s.try(request)
		if err != nil {
			s.stream = nil
			if attempt < 3 {
				continue
			}
			return nil, err
		}
		if failed := response.GetError(); failed != nil {
			return nil, status.FromProto(failed).Err() // Nothing happened, and the number is free.
		}
		s.sequence++
		return response, nil
	}
}

// try opens a stream if there is none, whose first request says which session it is of.
func (s *session) try(request *rmdp.InteractRequest) (*rmdp.InteractResponse, error) {
	if s.stream == nil {
		ctx, cut := context.WithCancel(s.ctx)
		stream, err := s.service.Interact(ctx)
		if err != nil {
			cut()
			return nil, err
		}
		s.stream, s.cut = stream, cut
		attach := &rmdp.InteractRequest_Attach{Attach: &rmdp.AttachRequest{SessionId: s.id}}
		response, err := s.exchange(&rmdp.InteractRequest{Action: attach})
		if err != nil || response.GetError() != nil {
			s.cut()
			s.stream = nil
			return response, err
		}
	}
	return s.exchange(request)
}

// exchange sends one request and waits for its response. A client in a hurry sends several ahead.
func (s *session) exchange(request *rmdp.InteractRequest) (*rmdp.InteractResponse, error) {
	_ = s.stream.Send(request) // Where this fails, receiving says why.
	response, err := s.stream.Recv()
	if err != nil {
		s.cut() // Frees what the stream holds.
	}
	return response, err
}

func (s *session) step(actions *rmdp.Tensor) (*rmdp.StepResponse, error) {
	step := &rmdp.StepRequest{Actions: actions}
	response, err := s.request(&rmdp.InteractRequest{Action: &rmdp.InteractRequest_Step{Step: step}})
	return response.GetStep(), err
}

// randomActions has a row for each environment: INT32 [N] of a Discrete, FLOAT32 [N, a] of a Box.
func randomActions(space *rmdp.Space) *rmdp.Tensor {
	if discrete := space.GetDiscrete(); discrete != nil {
		actions := make([]int32, numEnvironments)
		for j := range actions {
			actions[j] = rand.Int32N(int32(discrete.N))
		}
		return tensor(rmdp.DataType_DATA_TYPE_INT32, actions, numEnvironments)
	}
	size := space.GetBox().Shape[0]
	actions := make([]float32, numEnvironments*size)
	for i := range actions {
		actions[i] = 2*rand.Float32() - 1 // The server clips to the bounds.
	}
	return tensor(rmdp.DataType_DATA_TYPE_FLOAT32, actions, numEnvironments, size)
}

func tensor[T int32 | float32](dtype rmdp.DataType, values []T, shape ...uint32) *rmdp.Tensor {
	data, err := binary.Append(nil, binary.LittleEndian, values)
	check(err)
	return &rmdp.Tensor{Dtype: dtype, Shape: shape, Data: data}
}

// floats is what a FLOAT32 tensor holds, row after row.
func floats(t *rmdp.Tensor) []float32 {
	values := make([]float32, len(t.Data)/4)
	_, err := binary.Decode(t.Data, binary.LittleEndian, values)
	check(err)
	return values
}

// connect trusts the authority in a PEM file, or, without one, sends in the clear.
func connect(address, ca string) *grpc.ClientConn {
	transport := insecure.NewCredentials()
	if ca != "" {
		var err error
		transport, err = credentials.NewClientTLSFromFile(ca, "")
		check(err)
	}
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(transport))
	check(err)
	return connection
}

// withToken adds the token in a file to all calls that are made in the context.
func withToken(ctx context.Context, file string) context.Context {
	if file == "" {
		return ctx
	}
	token, err := os.ReadFile(file)
	check(err)
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+strings.TrimSpace(string(token)))
}

// explain says where an error was, what was expected and what came: every one of the contract's has that.
func explain(err error) string {
	failed := status.Convert(err)
	for _, detail := range failed.Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			return fmt.Sprintf("%v: %s: %s %v", failed.Code(), info.Reason, failed.Message(), info.Metadata)
		}
	}
	return failed.Message()
}

func check(err error) {
	if err != nil {
		log.Fatal(explain(err))
	}
}

func main() {
	log.SetFlags(0)
	address := flag.String("server", "localhost:50051", "host:port of a caucus-server")
	environment := flag.String("env", "resource-gathering", "the environment's id")
	steps := flag.Int("steps", 100, "how many steps to take")
	policy := flag.String("policy", "", "file of a policy in ONNX format, to have it act on the server as well")
	ca := flag.String("tls-ca", "", "PEM file of the authority of the server's certificate, to connect with TLS")
	tokenFile := flag.String("token-file", "", "file with the server's token")
	flag.Parse()

	connection := connect(*address, *ca)
	defer connection.Close()
	service := rmdp.NewEnvironmentServiceClient(connection)
	ctx := withToken(context.Background(), *tokenFile)

	created, err := service.CreateSession(ctx, &rmdp.CreateSessionRequest{
		EnvironmentId:    *environment,
		NumEnvironments:  numEnvironments,
		Seed:             sessionSeed,
		ContractRevision: 2,
	})
	check(err)
	spec := created.Spec
	fmt.Printf("%s: %s %d agents, %d environments\n", spec.Id, spec.Description, spec.NumAgents, numEnvironments)
	s := &session{ctx: ctx, service: service, id: created.SessionId, sequence: 1}
	_, err = s.request(&rmdp.InteractRequest{Action: &rmdp.InteractRequest_Reset_{Reset_: &rmdp.ResetRequest{}}})
	check(err)

	// Every step has a reward for each agent: [N, n], in one row after the other.
	worth := make([]float32, spec.NumAgents)
	episodes := 0
	for range *steps {
		step, err := s.step(randomActions(spec.ActionSpace))
		check(err)
		for i, reward := range floats(step.Rewards.GetDense()) {
			worth[i%len(worth)] += reward
		}
		if step.Finished != nil {
			episodes += len(step.Finished.Environments.Data) / 4
		}
	}
	fmt.Printf("%d steps, %d finished episodes; they were worth %.2f to the first agent\n", *steps, episodes, worth[0])

	if *policy != "" {
		s.rollOut(*policy, *steps, spec)
	}

	// A bad request is an error in the stream, and the session as it was.
	_, err = s.step(tensor(rmdp.DataType_DATA_TYPE_FLOAT32, []float32{1}, 1))
	if err == nil {
		log.Fatal("expected an error, got a step")
	}
	fmt.Println("refused:", explain(err))

	// A connection lost before the response came: the request is sent again, and not carried out again.
	actions := randomActions(spec.ActionSpace)
	first, err := s.step(actions)
	check(err)
	s.sequence-- // As if the response had been lost.
	s.cut()
	again, err := s.step(actions)
	check(err)
	if !proto.Equal(first, again) {
		log.Fatal("expected the same response again, got another")
	}
	fmt.Println("repeated after a lost connection: the same response")
	s.cut() // Lost before the request is sent, it is carried out as soon as it can be.
	_, err = s.step(randomActions(spec.ActionSpace))
	check(err)

	_, err = service.CloseSession(ctx, &rmdp.CloseSessionRequest{SessionId: s.id})
	check(err)
}
